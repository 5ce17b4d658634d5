import { spawnSync } from "node:child_process";

/** Runs a program in a network of its own, with a packet filter in it. */
export const ownNetwork = ["unshare", "--net", "--map-root-user"] as const;

/** What these tests take a network of their own for; null when this machine lets them have one. */
export function networkNeeds(): string | null {
  const [command, ...options] = ownNetwork;
  const shell = "ip link set lo up && iptables -A OUTPUT -p tcp --sport 9 -j DROP";
  const { status } = spawnSync(command, [...options, "sh", "-c", shell], { stdio: "ignore" });
  return status === 0 ? null : "a network namespace with iptables and iproute2, for replies that are dropped";
}
