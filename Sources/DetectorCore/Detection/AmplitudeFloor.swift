/// The deviation of a signal where nothing stands out of it, between a factory floor and no ceiling.
///
/// Formula: m ← m + (min(|x|, 4 m) − m) / K, σ = 1.2533 m: the mean magnitude of noise is σ/1.2533. Each
/// value counts at most four times the mean so far. K grows from 16 to the memory, so that a new floor
/// is near at once.
/// Q-format: x whole, m Q8.
package struct AmplitudeFloor: BitwiseCopyable, Sendable {
  private var meanQ8: Int64
  private let least: Int64
  private let memory: Int64
  private var divisor: Int64 = 16

  /// Makes a floor of at least `least`, over a memory of so many values.
  package init(least: Int64, memory: Int64) {
    self.least = max(least, 1)
    self.memory = max(memory, 1)
    meanQ8 = self.least * 256
  }

  /// Takes a value.
  package mutating func take(_ value: Int64) {
    let magnitude = Int64(clamping: value.magnitude)
    let held = min(min(magnitude, 1 << 50) * 256, 4 * meanQ8)
    // Away from zero, so that small changes are not lost in a long memory.
    let change = held - meanQ8
    meanQ8 += change >= 0 ? (change + divisor - 1) / divisor : (change - divisor + 1) / divisor
    if divisor < memory { divisor += 1 }
  }

  /// σ in the unit of the values.
  package var deviation: Int64 { max(Wide.scaled(meanQ8, by: 12_533, over: 2_560_000), least) }
}
