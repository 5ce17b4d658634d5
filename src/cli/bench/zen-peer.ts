/** A rules engine that settles the one-line bill by a decision table and a formula. */
export interface ZenPeer {
  /** What the basic fund pays, in yuan. */
  readonly settle: () => Promise<number>;
}

const input = { level: "3", status: "active", inScope: 800, deductibleUsed: 0, fundUsed: 0 };

const ratios = [
  ["3", "active", "0.5"],
  ["2", "active", "0.65"],
  ["1", "active", "0.8"],
  ["3", "retired", "0.6"],
  ["2", "retired", "0.75"],
  ["1", "retired", "0.9"],
] as const;

/** The six ratios as a decision table, then deductible, fund and cap as formulas. */
const decision = {
  nodes: [
    { id: "in", name: "request", type: "inputNode", position: { x: 0, y: 0 } },
    {
      id: "table",
      name: "ratio",
      type: "decisionTableNode",
      position: { x: 1, y: 0 },
      content: {
        hitPolicy: "first",
        passThrough: true,
        inputs: [
          { id: "level", name: "level", field: "level" },
          { id: "status", name: "status", field: "status" },
        ],
        outputs: [{ id: "ratio", name: "ratio", field: "ratio" }],
        rules: ratios.map(([level, status, ratio], at) => ({
          _id: String(at),
          level: JSON.stringify(level),
          status: JSON.stringify(status),
          ratio,
        })),
      },
    },
    {
      id: "formula",
      name: "split",
      type: "expressionNode",
      position: { x: 2, y: 0 },
      content: {
        expressions: [
          { id: "d", key: "deductible", value: "min([max([500 - deductibleUsed, 0]), inScope])" },
          {
            id: "b",
            key: "basic",
            value: "min([round((inScope - $.deductible) * ratio * 100) / 100, max([3000 - fundUsed, 0])])",
          },
        ],
      },
    },
    { id: "out", name: "response", type: "outputNode", position: { x: 3, y: 0 } },
  ],
  edges: [
    { id: "1", sourceId: "in", targetId: "table", type: "edge" },
    { id: "2", sourceId: "table", targetId: "formula", type: "edge" },
    { id: "3", sourceId: "formula", targetId: "out", type: "edge" },
  ],
};

/** @returns null where the engine is not installed: it is needed for this comparison alone */
export async function openZenPeer(): Promise<ZenPeer | null> {
  const loaded = await import("@gorules/zen-engine").catch(() => null);
  if (loaded === null) return null;
  const engine = new loaded.ZenEngine();
  const compiled = engine.createDecision(Buffer.from(JSON.stringify(decision)));
  return {
    settle: async () => {
      const answer: { readonly result: unknown } = await compiled.evaluate(input);
      const { result } = answer;
      const basic = result !== null && typeof result === "object" && "basic" in result ? result.basic : null;
      return Number(basic);
    },
  };
}
