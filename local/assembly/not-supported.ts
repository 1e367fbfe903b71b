import { Refusal } from '../refusal';

/** Something the template declares that this host can't do. The message is one line that names it. */
export class NotSupported extends Refusal {
  override name = 'NotSupported';
}
