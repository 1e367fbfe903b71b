import { Refusal } from '../refusal';

/** The template declares something this host doesn't support. The message names it in one line. */
export class NotSupported extends Refusal {
  override name = 'NotSupported';
}
