interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[]] } };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

const EDGE_FIELDS = 3;
/** A text that was put together from more pieces is none of ours. */
const MOST_PIECES = 20_000;

/**
 * Every string of a heap snapshot of V8, one a line. What the engine keeps as two pieces it lists as two pieces ("concatenated string"): here
 * they are put together, or a secret that was written letter by letter would not be found. Bytes are not in a snapshot.
 */
export function heapStrings(json: string): Buffer {
  const { snapshot, nodes, edges, strings } = JSON.parse(json) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const width = fields.length;
  const [typeAt, nameAt, edgesAt] = ['type', 'name', 'edge_count'].map((name) => fields.indexOf(name)) as [number, number, number];
  const joined = types[0].indexOf('concatenated string');
  const names = { first: strings.indexOf('first'), second: strings.indexOf('second') };
  /** Of a joined string: where its halves are. */
  const halves = new Map<number, readonly [number | undefined, number | undefined]>();
  for (let node = 0, edge = 0; node < nodes.length; node += width) {
    const end = edge + (nodes[node + edgesAt] ?? 0) * EDGE_FIELDS;
    if (nodes[node + typeAt] === joined) {
      const to = new Map<number, number>();
      for (let at = edge; at < end; at += EDGE_FIELDS) to.set(edges[at + 1] ?? -1, edges[at + 2] ?? -1);
      halves.set(node, [to.get(names.first), to.get(names.second)]);
    }
    edge = end;
  }
  const inner = new Set([...halves.values()].flat());
  const whole = [...halves.keys()].filter((node) => !inner.has(node)).map((node) => textOf(node));
  return Buffer.from([...strings, ...whole].join('\n'));

  function textOf(from: number): string {
    const pieces: string[] = [];
    const open = [from];
    for (let node = open.pop(); node !== undefined && pieces.length < MOST_PIECES; node = open.pop()) {
      const pair = halves.get(node);
      if (pair === undefined) pieces.push(strings[nodes[node + nameAt] ?? -1] ?? '');
      else for (const half of pair.toReversed()) if (half !== undefined) open.push(half);
    }
    return pieces.join('');
  }
}
