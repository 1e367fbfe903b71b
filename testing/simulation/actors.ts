import type { UserId } from '../../functions/domain/ids';
import type { Command } from './commands';
import { Publisher } from './publisher';
import { sweep } from './sweep';
import { Trader } from './trader';
import type { World } from './world';

/** Dispatches commands to the traders and the publisher. */
export class Actors {
  private readonly publisher: Publisher;
  private readonly traders = new Map<string, Trader>();

  constructor(
    private readonly world: World,
    private readonly users: readonly UserId[],
  ) {
    this.publisher = new Publisher(world);
  }

  async perform(command: Command): Promise<void> {
    switch (command.kind) {
      case 'publish':
        return await this.publisher.publish(command);
      case 'redeliver':
        return await this.publisher.redeliver(command);
      case 'jump':
        return this.world.clock.advance(command.seconds * 1_000_000);
      case 'sweep':
        return await sweep(this.world, command.seed);
      case 'deposit':
      case 'withdraw':
        return await this.trader(command.lane, command.user).transfer(command);
      case 'buy':
      case 'sell':
        return await this.trader(command.lane, command.user).place(command);
      case 'cancel':
        return await this.trader(command.lane, command.user).cancel(command);
      case 'replace':
        return await this.trader(command.lane, command.user).replace(command);
      case 'cancel-all':
        return await this.trader(command.lane, command.user).cancelAll(command);
      case 'look':
        return await this.trader(command.lane, command.user).look(command);
      case 'trespass':
        return await this.trader(command.lane, command.user).trespass(command);
    }
  }

  private trader(lane: string, user: number): Trader {
    const known = this.traders.get(lane);
    if (known) return known;
    const userId = this.users[user];
    if (userId === undefined) throw new Error(`there is no user ${user}`);
    const trader = new Trader(this.world, userId);
    this.traders.set(lane, trader);
    return trader;
  }
}
