import type { Database } from "@gpuflow/keeper/sending"
import type { Hash } from "viem"

/** The SSH keys that a machine was given, by rental. */
export function keyTable({ rows, run }: Database) {
  return {
    /** Stored before the hook runs, so that the hooks of the end know of it. */
    addKey: (rental: Hash, publicKey: string, at: number) =>
      run("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", rental, publicKey, at),
    keysOf: (rental: Hash): string[] =>
      rows("SELECT public_key FROM keys WHERE rental = ? ORDER BY admitted_at, public_key", rental).map(
        ({ public_key }) => String(public_key),
      ),
    deleteKeys: (rental: Hash) => run("DELETE FROM keys WHERE rental = ?", rental),
  }
}
