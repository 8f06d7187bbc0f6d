/// Decimates whole front-end frames: the FIR of three boxcars of M frames each, one output in M.
///
/// Formula: y = Σ h[k] x[n − k], h the threefold convolution of M ones (a quadratic B-spline of
/// 3M − 2 taps whose sum is M³). Response: (sin πfM / (M sin πf))³, with its zeros at every multiple of
/// the output rate, so that nothing folds onto what stands still. Group delay: 3 (M − 1) / 2 frames.
///
/// The phase is the sequence number modulo M: an output belongs to each frame whose sequence number
/// plus one is a multiple of M, wherever a block or a file begins. The first output after a reset takes
/// the first frame for all that came before it.
/// Q-format: counts of 32 bits in, sums of counts times M³ out; M ≤ 64 leaves 13 bits.
/// Cost: 3 multiplications a frame and channel.
package struct FrameDecimator: ~Copyable {
  /// Channels at the most, the earth-field gate included.
  package static let maximumChannels = 8
  /// The largest factor.
  package static let maximumFactor = 64

  /// Frames that are kept: the taps of the largest factor, and two.
  private static let rows = 192

  /// One output for so many frames.
  package let factor: Int
  private let channels: Int
  private let tapCount: Int
  private var taps = InlineArray<190, Int32>(repeating: 0)
  private var history = InlineArray<1536, Int32>(repeating: 0)
  private var next = 0
  private var isEmpty = true

  /// Makes a decimator that has seen nothing.
  package init(channels: Int, factor: Int) {
    precondition(channels >= 1 && channels <= Self.maximumChannels)
    precondition(factor >= 1 && factor <= Self.maximumFactor)
    self.channels = channels
    self.factor = factor
    tapCount = 3 * factor - 2
    for first in 0..<factor {
      for second in 0..<factor {
        for third in 0..<factor { taps[first + second + third] += 1 }
      }
    }
  }

  /// What an output is larger than a frame: M³.
  package var gain: Int64 { Int64(factor) * Int64(factor) * Int64(factor) }

  /// Forgets every frame; the next one stands for all before it.
  package mutating func reset() { isEmpty = true }

  /// Takes a frame; answers whether an output belongs to it.
  package mutating func take(_ frame: Span<Int32>, sequence: Int64) -> Bool {
    if isEmpty {
      isEmpty = false
      for row in 0..<Self.rows { store(frame, row: row) }
    }
    store(frame, row: next)
    next = next == Self.rows - 1 ? 0 : next + 1
    return (sequence &+ 1) % Int64(factor) == 0
  }

  /// One channel of the output that belongs to the newest frame, times M³.
  package mutating func output(channel: Int) -> Int64 {
    var sum: Int64 = 0
    var row = next == 0 ? Self.rows - 1 : next - 1
    for tap in 0..<tapCount {
      sum &+= Int64(taps[tap]) &* Int64(history[row &* 8 &+ channel])
      row = row == 0 ? Self.rows - 1 : row - 1
    }
    return sum
  }

  private mutating func store(_ frame: Span<Int32>, row: Int) {
    for channel in 0..<channels { history[row * 8 + channel] = frame[channel] }
  }
}
