/** What the phones and the model of a load run saw, since it was last reset. Times in ms. */
export class Figures {
  callerToModelMs: number[] = []
  modelToCallerMs: number[] = []
  /** How late frames left, against the clock they should keep. */
  lateMs: number[] = []
  framesSent = 0
  framesArrived = 0

  reset(): void {
    this.callerToModelMs = []
    this.modelToCallerMs = []
    this.lateMs = []
    this.framesSent = 0
    this.framesArrived = 0
  }
}
