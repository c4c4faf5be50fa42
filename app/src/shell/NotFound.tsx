import { Link } from "@tanstack/react-router"
import { SearchX } from "lucide-react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { buttonClasses } from "../ui/Button.tsx"
import { Empty } from "../ui/Empty.tsx"
import { PageHead } from "./PageHead.tsx"

export function NotFound() {
  const { errors } = useTexts()
  return (
    <>
      <PageHead title={errors.notFound} />
      <Empty
        Icon={SearchX}
        title={errors.notFoundMeaning}
        actions={
          <Link to="/" className={buttonClasses({ look: "primary" })}>
            {errors.toMarket}
          </Link>
        }
      />
    </>
  )
}
