// The command line of ssh. What protects the renter comes first, because ssh takes the first value of an option; what the
// user passes on comes last.
import type { MachineAccess } from "@gpuflow/escrow/access"
import type { Hash } from "viem"

import type { Identity } from "./identity.ts"

/** A machine that accepts the renter's key. */
export type OpenedAccess = MachineAccess & {
  readonly identity: Identity
  /** Path of the file with the machine's host key. */
  readonly knownHosts: string
}

/** The name under which the host key is looked up, whatever the machine's address is. */
export const hostAlias = (rental: Hash): string => `gpuflow-${rental.slice(2)}`

/** Algorithms by which a host proves a key of a type. RSA keys sign by newer ones than they are named for. */
const SIGNED_BY: Readonly<Record<string, string>> = { "ssh-rsa": "rsa-sha2-512,rsa-sha2-256" }

export function sshArguments(
  { rental, host, port, user, hostKey, identity, knownHosts }: OpenedAccess,
  more: readonly string[],
): string[] {
  const [type = ""] = hostKey.split(" ")
  const options = {
    StrictHostKeyChecking: "yes",
    HostKeyAlias: hostAlias(rental),
    HostKeyAlgorithms: SIGNED_BY[type] ?? type,
    UserKnownHostsFile: quoted(knownHosts),
    GlobalKnownHostsFile: "/dev/null",
    UpdateHostKeys: "no",
    VerifyHostKeyDNS: "no",
    IdentitiesOnly: "yes",
    IdentityFile: quoted(identity.path),
    // The machine is the host's, and so is what runs on it.
    ForwardX11: "no",
    PasswordAuthentication: "no",
    KbdInteractiveAuthentication: "no",
  }
  return [
    ...Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
    // No agent forwarding, unless the user adds -A.
    "-a",
    ...["-p", String(port), `${user}@${host}`],
    ...more,
  ]
}

/** ssh splits the values of these options at spaces, and replaces what follows a percent sign. */
const quoted = (path: string): string => `"${path.replaceAll("%", "%%")}"`
