import { useState } from 'preact/hooks';
import type { LocalMarket, LocalMarketSettings } from '../../../functions/contract/local-market';
import { configuration } from '../../api/configuration';
import { localMarket, steerMarket } from '../../api/local-market';
import { sentenceOf } from '../../api/problems';
import { queries, useQuery } from '../../api/query';
import { Message } from '../../parts/field';
import { ChoiceSetting, SwitchSetting } from '../../parts/setting';
import { Awaited, Empty } from '../../parts/states';
import { Work } from '../../parts/work';

const RATES = [1, 5, 20, 100];
const DRIFTS = [-0.5, -0.1, 0, 0.1, 0.5];

/** The demo market of this machine: how fast it ticks, where it goes, and who is quiet. */
export function MarketPage() {
  const isThere = configuration.features.includes('local_market');
  return (
    <Work title="Demo market">
      {isThere ? (
        <Market />
      ) : (
        <section class="card">
          <Empty icon="settings-2" title="There is no demo market here">
            <code>npm start</code> has one, unless it is told <code>--no-demo</code>.
          </Empty>
        </section>
      )}
    </Work>
  );
}

function Market() {
  const read = useQuery(localMarket());
  const [problem, setProblem] = useState<string>();
  const steer = async (settings: LocalMarketSettings) => {
    setProblem(undefined);
    try {
      queries.setQueryData(localMarket().queryKey, await steerMarket(settings));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <section class="card settings" aria-label="Demo market">
      <Awaited read={read} what="The demo market">
        {read.data && <Settings market={read.data} onSteer={(settings) => void steer(settings)} />}
      </Awaited>
      {problem && (
        <div class="pad">
          <Message text={problem} />
        </div>
      )}
    </section>
  );
}

function Settings({
  market: { stocks, ...settings },
  onSteer,
}: {
  market: LocalMarket;
  onSteer: (settings: LocalMarketSettings) => void;
}) {
  const quiet = new Set(settings.quiet);
  return (
    <>
      <SwitchSetting
        title="Market"
        about="While it is halted, every stock goes quiet and orders wait."
        isOn={settings.running}
        words={['Running', 'Halted']}
        onChange={(running) => onSteer({ ...settings, running })}
      />
      <ChoiceSetting
        title="Ticks per second"
        about="Across all stocks, in turn."
        value={String(settings.ticks_per_second)}
        options={RATES.map((rate) => [String(rate), String(rate)] as const)}
        onChange={(rate) => onSteer({ ...settings, ticks_per_second: Number(rate) })}
      />
      <ChoiceSetting
        title="Drift per tick"
        about="Which way prices tend, apart from chance."
        value={String(settings.drift_percent)}
        options={DRIFTS.map((drift) => [String(drift), driftText(drift)] as const)}
        onChange={(drift) => onSteer({ ...settings, drift_percent: Number(drift) })}
      />
      {stocks.map(({ stock_id: stockId, name }) => (
        <SwitchSetting
          key={stockId}
          title={name}
          about={quiet.has(stockId) ? 'It has no ticks.' : 'It ticks.'}
          isOn={!quiet.has(stockId)}
          words={['Ticks', 'Quiet']}
          onChange={(ticks) => {
            const others = settings.quiet.filter((each) => each !== stockId);
            onSteer({ ...settings, quiet: ticks ? others : [...others, stockId] });
          }}
        />
      ))}
    </>
  );
}

function driftText(percent: number): string {
  if (percent === 0) return 'None';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent)}%`;
}
