import { z } from "zod";

import type { Ended } from "./process.ts";
import { runTool } from "./process.ts";
import type { Finding } from "./source.ts";

const configs = [
  "tsconfig.pure.json",
  "tsconfig.node.json",
  "tsconfig.web.json",
  "tsconfig.journeys.json",
] as const;

/** Compiles the parts of the house, each with the types that it may know. */
export async function checkTypes(root: string): Promise<readonly Finding[]> {
  const runs = configs.map(async (config) => {
    const ended = await runTool(root, "typescript/bin/tsc", ["-p", config, "--pretty", "false"]);
    const matches = ended.output.matchAll(/^(?:(.+?)\((\d+),\d+\): )?error (TS\d+): (.*)$/gm);
    const findings = Array.from(matches, ([, path = config, line = "1", rule = "", reason = ""]): Finding => {
      return { path, line: Number(line), rule: `types/${rule}`, reason: `${reason} (${config})` };
    });
    return orFailure("types", config, ended, findings);
  });
  // A file that two configurations include is wrong once.
  return withoutTwins((await Promise.all(runs)).flat());
}

const lintReport = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string().default("other"),
      help: z.string().default(""),
      filename: z.string().default(".oxlintrc.json"),
      labels: z.array(z.object({ span: z.object({ line: z.number() }) })),
    }),
  ),
  number_of_files: z.number(),
});

export async function checkLint(root: string): Promise<readonly Finding[]> {
  const ended = await runTool(root, "oxlint/bin/oxlint", ["--format", "json"]);
  const report = lintReport.safeParse(parseJson(ended.output));
  if (!report.success) return [failure("lint", ".oxlintrc.json", ended)];
  const { diagnostics, number_of_files: fileCount } = report.data;
  const findings = diagnostics.map(({ filename, labels, code, message, help }): Finding => {
    const reason = `${message} ${help}`.trim();
    return { path: filename, line: labels[0]?.span.line ?? 1, rule: `lint/${code}`, reason };
  });
  return fileCount === 0
    ? [failure("lint", ".oxlintrc.json", ended)]
    : orFailure("lint", ".", ended, findings);
}

export async function checkFormat(root: string): Promise<readonly Finding[]> {
  const ended = await runTool(root, "prettier/bin/prettier.cjs", ["--list-different", "."]);
  const reason = "not as prettier writes it: npm run format";
  const different = ended.output.split("\n").filter((path) => path !== "");
  const unread = Array.from(
    ended.errors.matchAll(/^\[error\] (\S+): (.*)$/gm),
    ([, path = ".", message = ""]) => {
      return { path, line: 1, rule: "format", reason: message };
    },
  );
  return orFailure("format", ".", ended, [
    ...different.map((path): Finding => ({ path, line: 1, rule: "format", reason })),
    ...unread,
  ]);
}

/**
 * Files that nothing reaches, exports that nothing takes, packages that nothing imports, imports of packages that
 * nobody declared, circles; and exemptions in knip.jsonc that are no longer needed.
 */
export async function checkDeadCode(root: string): Promise<readonly Finding[]> {
  const options = ["--no-progress", "--reporter", "github-actions", "--treat-config-hints-as-errors"];
  const ended = await runTool(root, "knip/bin/knip.js", options);
  const matches = ended.output.matchAll(
    /^::(?:error|warning) file=(.*?),line=(\d+),.*?title=.*? Knip \/ (.*?)::(.*)$/gm,
  );
  const findings = Array.from(matches, ([, path = "", line = "1", title = "", reason = ""]): Finding => {
    return { path, line: Number(line), rule: `knip/${title.toLowerCase().replaceAll(" ", "-")}`, reason };
  });
  return orFailure("knip", "knip.jsonc", ended, findings);
}

/** A tool that fails and names no place must not pass for a tool that found nothing. */
function orFailure(
  rule: string,
  path: string,
  ended: Ended,
  findings: readonly Finding[],
): readonly Finding[] {
  return ended.code !== 0 && findings.length === 0 ? [failure(rule, path, ended)] : findings;
}

function failure(rule: string, path: string, { code, output, errors }: Ended): Finding {
  const last = `${output}\n${errors}`.trim().slice(-2000);
  return { path, line: 1, rule, reason: `the tool failed with exit code ${code}: ${last}` };
}

function withoutTwins(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.path}:${finding.line} ${finding.rule}`;
    if (!byPlace.has(key)) byPlace.set(key, finding);
  }
  return [...byPlace.values()];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
