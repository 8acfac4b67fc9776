/** The only place of the web client that asks what day it is. */
import { type Day, dayInBeijing } from '@huoshui/values'

/** Today in Beijing, whatever the time zone here. */
export const today = (): Day => dayInBeijing(Date.now())
