import type { PanelShip } from '../contracts/record.js'

/** So few calls are no more than an impression. */
const fewest = 3

/** Whether a panel ship rests on so few calls that it is not set as large as others: fewer than three, or fewer than half of the seats. */
export function isFewCalls({ calls, abstained, unscored }: PanelShip): boolean {
  return calls < fewest || calls < abstained + unscored
}
