import { browserDialect } from './carrier/browserDevice.ts'
import { describeCarrier } from './carrier/describeCarrier.ts'
import { twilioDialect } from './carrier/twilioDevice.ts'

describeCarrier('twilio', { dialect: twilioDialect, broken: 'carrier.lost' })
describeCarrier('browser', { dialect: browserDialect, broken: 'carrier.stopped' })
