export interface Key {
  readonly PK: string;
  readonly SK: string;
}

export type RawItem = Record<string, unknown>;
