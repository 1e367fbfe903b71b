import { isRejection } from '../../domain/rejection';
import type { ListResult } from '../../storage/table/list';

export function listView<Entry, View>(list: ListResult<Entry>, view: (entry: Entry) => View) {
  if (isRejection(list)) return list;
  return { results: list.results.map(view), next: list.next };
}
