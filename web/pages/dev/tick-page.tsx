import { useState } from 'preact/hooks';
import { client } from '../../api/client';
import { configuration } from '../../api/configuration';
import { sentenceOf } from '../../api/problems';
import { useList } from '../../api/query';
import { amountTyped } from '../../format/money';
import { Choice, Field, Message } from '../../parts/field';
import { Icon } from '../../parts/icon';
import { Segments } from '../../parts/segments';
import { Empty } from '../../parts/states';
import { say } from '../../parts/toasts';
import { Work } from '../../parts/work';
import { stocks } from '../../reads/market';

/** Publishes what a feed would, valid or not, to see what becomes of it. */
export function TickPage() {
  if (!configuration.features.includes('publish_ticks')) {
    return (
      <Work title="Publish a tick">
        <section class="card">
          <Empty icon="send" title="Publishing is switched off here">
            Where the stack was deployed with <code>publishTicks</code>, administrators can publish ticks by
            hand.
          </Empty>
        </section>
      </Work>
    );
  }
  return (
    <Work title="Publish a tick">
      <TickForm />
    </Work>
  );
}

function TickForm() {
  const market = useList(stocks()).entries;
  const [view, setView] = useState<'form' | 'json'>('form');
  const [fields, setFields] = useState({ stock: '', price: '', availability: '100' });
  const [json, setJson] = useState('');
  const [problem, setProblem] = useState<string>();
  const chosen = market.find(({ stock_id }) => stock_id === fields.stock) ?? market[0];
  const tick = {
    stock_id: chosen?.stock_id ?? '',
    name: chosen?.name ?? '',
    price: amountTyped(fields.price || String(chosen?.price ?? 0)),
    availability: amountTyped(fields.availability || '0'),
  };
  const templates = [
    ['+1%', { ...tick, price: Math.round(tick.price * 101) / 100 }],
    ['−1%', { ...tick, price: Math.round(tick.price * 99) / 100 }],
    ['Nothing offered', { ...tick, availability: 0 }],
    ['A price of 0', { ...tick, price: 0 }],
    ['A negative price', { ...tick, price: -1 }],
  ] as const;
  const publish = async () => {
    setProblem(undefined);
    try {
      const body = view === 'json' ? messageOf(json) : { ...tick, timestamp: new Date().toISOString() };
      const { topic } = await client.call('publish-tick', { body });
      say(`Published to the topic ${topic}. If it isn’t a valid tick, it becomes a dead letter.`);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const show = (next: object) => {
    setView('json');
    setJson(JSON.stringify({ ...next, timestamp: new Date().toISOString() }, null, 2));
  };
  return (
    <section class="card" aria-label="Tick">
      <div class="find">
        <Segments
          label="How"
          value={view}
          options={[
            { value: 'form', text: 'Form' },
            { value: 'json', text: 'JSON' },
          ]}
          onChange={(next) => (next === 'json' ? show(tick) : setView('form'))}
        />
        <span class="muted">Templates</span>
        {templates.map(([name, template]) => (
          <button key={name} type="button" class="chip" onClick={() => show(template)}>
            {name}
          </button>
        ))}
      </div>
      <form
        class="pad stack tick-form"
        onSubmit={(event) => {
          event.preventDefault();
          void publish();
        }}
      >
        {view === 'form' ? (
          <>
            <Choice
              id="tick-stock"
              label="Stock"
              value={chosen?.stock_id ?? ''}
              options={market.map(({ stock_id, name }) => [stock_id, name] as const)}
              onChange={(stock) => setFields({ ...fields, stock, price: '' })}
            />
            <Field
              id="tick-price"
              label="Price"
              hint={chosen?.price ? `quote ${chosen.price}` : undefined}
              inputMode="decimal"
              isNumber
              placeholder={String(chosen?.price ?? '')}
              value={fields.price}
              onInput={(price) => setFields({ ...fields, price })}
            />
            <Field
              id="tick-availability"
              label="Offered"
              hint="shares"
              inputMode="numeric"
              isNumber
              value={fields.availability}
              onInput={(availability) => setFields({ ...fields, availability })}
            />
          </>
        ) : (
          <div class="field">
            <label for="tick-json">
              <span>Message</span>
              <span class="muted">published as it is</span>
            </label>
            <textarea
              id="tick-json"
              class="code"
              rows={9}
              spellcheck={false}
              value={json}
              onInput={(event) => setJson(event.currentTarget.value)}
            />
          </div>
        )}
        {problem && <Message text={problem} />}
        <div class="row end">
          <button type="submit" class="btn btn-go fit">
            <Icon name="send" />
            Publish
          </button>
        </div>
      </form>
    </section>
  );
}

/** Objects and arrays only: that is what may be published. */
function messageOf(text: string): Record<string, unknown> | unknown[] {
  const parsed: unknown = JSON.parse(text);
  if (Array.isArray(parsed)) return parsed;
  if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  throw new Error('It must be an object or an array.');
}
