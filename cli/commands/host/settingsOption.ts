import { Option } from "@commander-js/extra-typings"

export const settingsOption = () =>
  new Option(
    "--settings <file>",
    "Settings of the agent, TOML or JSON (default: host.toml; env: GPUFLOW_HOST_SETTINGS)",
  )
