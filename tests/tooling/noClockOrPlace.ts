type Node = { type: string };
type Call = Node & {
  callee: Node & { name?: string; property?: { name?: string } };
  arguments: Node[];
};
type Context = { report(problem: { node: Node; message: string }): void };

/** Methods whose answer depends on the machine's time zone or, without a locale, on its language. */
const LOCAL_TIME = /^(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds)$|^getTimezoneOffset$/;
const NEEDS_LOCALE: Record<string, number> = {
  localeCompare: 1,
  toLocaleString: 0,
  toLocaleDateString: 0,
  toLocaleTimeString: 0,
  toLocaleUpperCase: 0,
  toLocaleLowerCase: 0,
};

/**
 * The rule `house/no-clock-or-place`: nothing that answers differently at another time or in
 * another place: `new Date()`, `Date()`, local time, and texts in the machine's own language.
 */
export const noClockOrPlace = {
  create(context: Context) {
    const report = (node: Node, message: string) => context.report({ node, message });
    return {
      NewExpression(node: Call) {
        if (node.callee.name === 'Date' && node.arguments.length === 0)
          report(node, 'The engine has no clock: give `new Date` its instant.');
      },
      CallExpression(node: Call) {
        if (node.callee.name === 'Date') report(node, 'The engine has no clock: Date() reads it.');
        const method = node.callee.property?.name;
        if (method === undefined) return;
        if (LOCAL_TIME.test(method)) report(node, `${method}() depends on the time zone: use its UTC twin.`);
        const localeAt = NEEDS_LOCALE[method];
        if (localeAt !== undefined && node.arguments.length <= localeAt)
          report(node, `${method}() depends on the machine's language: name the locale.`);
      },
    };
  },
};
