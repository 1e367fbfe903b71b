import type { ListResult } from '../../storage/table/list';
import { HttpProblem } from '../edge/problem';

export function listView<Entry, View>(list: ListResult<Entry>, view: (entry: Entry) => View) {
  if (list === 'invalid_cursor') throw new HttpProblem('invalid_cursor');
  return { results: list.results.map(view), next: list.next };
}
