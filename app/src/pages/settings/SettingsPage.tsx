// What a reader prefers on this device: the node, the servers, and the theme.
import { useState } from "react"

import { prefer, type Theme, usePreferences } from "../../settings/preferences.ts"
import { nameOf, useDeployment, useSettings } from "../../settings/SettingsProvider.tsx"
import { isWebUrl } from "../../settings/settings.ts"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Field, SelectField, TextField } from "../../ui/Field.tsx"
import { Tabs } from "../../ui/Tabs.tsx"

export function SettingsPage() {
  const { settings: texts } = useTexts()
  const { deployments } = useSettings()
  const shown = useDeployment()
  const preferred = usePreferences()
  const [rpcUrl, setRpcUrl] = useState(preferred.rpcUrl ?? "")
  const [servers, setServers] = useState(preferred.servers?.join("\n") ?? "")
  const [deployment, setDeployment] = useState(nameOf(shown))
  const lines = servers.split(/\s+/).filter(Boolean)
  const nodeProblem = rpcUrl === "" || isWebUrl(rpcUrl) ? undefined : texts.notUrl
  const serverProblem = lines.every(isWebUrl) ? undefined : texts.notUrl
  const standard = deployments.find((one) => nameOf(one) === nameOf(shown))?.rpcUrls[0] ?? ""
  const save = () => {
    if (nodeProblem || serverProblem) return
    prefer({
      rpcUrl: rpcUrl || undefined,
      servers: lines.length > 0 ? lines.map((line) => line.replace(/\/+$/, "")) : undefined,
      deployment,
    })
    // Everything that was read came from the nodes and servers before.
    location.reload()
  }
  return (
    <div className="max-w-160">
      <PageHead title={texts.title} lead={texts.lead} />
      <Card label={texts.title}>
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <Tabs<Theme | "device">
            label={texts.theme}
            value={preferred.theme ?? "device"}
            onChange={(theme) => prefer({ theme: theme === "device" ? undefined : theme })}
            options={[
              { value: "device", label: texts.themeDevice },
              { value: "light", label: texts.themeLight },
              { value: "dark", label: texts.themeDark },
            ]}
          />
          {deployments.length > 1 && (
            <SelectField label={texts.escrow} value={deployment} onChange={({ target }) => setDeployment(target.value)}>
              {deployments.map((one) => (
                <option key={nameOf(one)} value={nameOf(one)}>
                  {one.chainName}, {one.escrow}
                </option>
              ))}
            </SelectField>
          )}
          <Field
            label={texts.node}
            type="url"
            hint={texts.nodeHint(standard)}
            problem={nodeProblem}
            value={rpcUrl}
            onChange={({ target }) => setRpcUrl(target.value.trim())}
          />
          <TextField
            label={texts.servers}
            rows={3}
            hint={texts.serversHint}
            problem={serverProblem}
            value={servers}
            onChange={({ target }) => setServers(target.value)}
          />
          <div>
            <Button look="primary" type="submit" {...((nodeProblem || serverProblem) && { reason: texts.notUrl })}>
              {texts.save}
            </Button>
          </div>
        </form>
      </Card>
    </div>
  )
}
