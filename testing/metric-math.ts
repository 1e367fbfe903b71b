// CloudWatch metric math, as far as our alarms use it, for one period at a time. A missing figure makes every result
// computed from it missing, except for SUM, which adds up those present, and IF, which evaluates one branch.

export type Figure = number | undefined;

export interface Period {
  /** The start of the period. */
  at: Date;
  figures: Record<string, Figure>;
}

type Value = Figure | Figure[];
type Evaluate = (period: Period) => Value;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(>=|<=|==|!=|[-+*/<>(),[\]]))/y;

export function metricMath(expression: string): (period: Period) => Figure {
  const parser = new Parser(tokensOf(expression));
  const evaluate = parser.parse();
  return (period) => single(evaluate(period));
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(expression);
    if (!match) throw new Error(`not metric math: ${expression.slice(at)}`);
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

const BINARY: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};
const PRECEDENCE = [['OR'], ['AND'], ['<', '>', '<=', '>=', '==', '!='], ['+', '-'], ['*', '/']];

const FUNCTIONS: Record<string, (given: Value[], period: Period) => Figure> = {
  SUM: ([values]) => {
    const there = [values].flat().filter((value) => value !== undefined);
    return there.length === 0 ? undefined : there.reduce((sum, value) => sum + value);
  },
  IF: ([condition, then, otherwise]) => {
    const holds = single(condition);
    return holds === undefined ? undefined : single(holds !== 0 ? then : otherwise);
  },
  // The time of a figure: without one there is no time either.
  DAY: ([value], { at }) => (single(value) === undefined ? undefined : at.getUTCDay() || 7),
  HOUR: ([value], { at }) => (single(value) === undefined ? undefined : at.getUTCHours()),
};

class Parser {
  private position = 0;
  constructor(private readonly tokens: readonly string[]) {}

  parse(): Evaluate {
    const whole = this.binary(0);
    if (this.position < this.tokens.length) throw new Error(`not expected: ${this.tokens[this.position]}`);
    return whole;
  }

  private binary(level: number): Evaluate {
    const operators = PRECEDENCE[level];
    if (!operators) return this.operand();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.tokens[this.position];
      const apply = operator !== undefined && operators.includes(operator) ? BINARY[operator] : undefined;
      if (!apply) return left;
      this.position += 1;
      const [a, b] = [left, this.binary(level + 1)];
      left = (period) => {
        const [x, y] = [single(a(period)), single(b(period))];
        return x === undefined || y === undefined ? undefined : apply(x, y);
      };
    }
  }

  private operand(): Evaluate {
    const token = this.next();
    if (token === '(') {
      const inner = this.binary(0);
      this.expect(')');
      return inner;
    }
    if (token === '[') {
      const items = this.list(']');
      return (period) => items.map((item) => single(item(period)));
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (this.tokens[this.position] === '(') return this.call(token);
    return ({ figures }) => {
      if (!(token in figures)) throw new Error(`${token} is not a metric of this expression`);
      return figures[token];
    };
  }

  private call(name: string): Evaluate {
    const run = FUNCTIONS[name];
    if (!run) throw new Error(`${name} is not a metric math function supported here`);
    this.expect('(');
    const given = this.list(')');
    return (period) =>
      run(
        given.map((each) => each(period)),
        period,
      );
  }

  private list(end: string): Evaluate[] {
    const items = [this.binary(0)];
    for (let token = this.next(); token !== end; token = this.next()) {
      if (token !== ',') throw new Error(`, or ${end} expected, not ${token}`);
      items.push(this.binary(0));
    }
    return items;
  }

  private expect(mark: string): void {
    const token = this.next();
    if (token !== mark) throw new Error(`${mark} expected, not ${token}`);
  }

  private next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw new Error('the expression ends too early');
    this.position += 1;
    return token;
  }
}

function single(value: Value): Figure {
  if (Array.isArray(value)) throw new Error('a list is for functions that take one');
  return value;
}
