import { useTexts } from "../../texts/TextsProvider.tsx"
import { Tabs } from "../Tabs.tsx"

/** How figures are shown: each chart can be read as a table. */
export type ChartLook = "chart" | "table"

export function ChartTabs({ value, onChange }: { value: ChartLook; onChange: (value: ChartLook) => void }) {
  const { ui } = useTexts()
  return (
    <Tabs
      label={ui.showAs}
      value={value}
      onChange={onChange}
      options={[
        { value: "chart", label: ui.asChart },
        { value: "table", label: ui.asTable },
      ]}
    />
  )
}
