/** What `host check` says of one thing. */
export type HostFinding = {
  readonly state: "ok" | "warning" | "FAILED"
  readonly check: string
  readonly detail: string
}
