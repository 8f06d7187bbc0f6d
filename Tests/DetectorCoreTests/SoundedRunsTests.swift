import DetectorCore
import Testing

@Suite("Sounded runs") struct SoundedRunsTests {
  @Test("A place counts as heard only where a run reaches it")
  func places() {
    var runs = SoundedRuns(rateMicrohertz: 250_000_000)
    #expect(!runs.sounded(from: 0, through: .max))
    for sequence in Int64(100)...110 { runs.sound(at: sequence) }
    #expect(runs.sounded(from: 110, through: 200))
    #expect(runs.sounded(from: 0, through: 100))
    #expect(!runs.sounded(from: 111, through: 200))
    #expect(!runs.sounded(from: 0, through: 99))
  }

  @Test("Pauses within the mean of 64 ms join; longer ones part; the last 16 runs are known")
  func pauses() {
    var runs = SoundedRuns(rateMicrohertz: 250_000_000)
    runs.sound(at: 10)
    runs.sound(at: 26)
    #expect(runs.sounded(from: 12, through: 20))
    runs.sound(at: 43)
    #expect(!runs.sounded(from: 27, through: 42))
    for number in Int64(1)...16 { runs.sound(at: 1_000 * number) }
    #expect(!runs.sounded(from: 0, through: 999))
    #expect(runs.sounded(from: 1_000, through: 1_000))
  }
}
