/// A sample that the filters work on: `Int16` is read as Q15 and `Int32` as Q31.
///
/// No other type conforms. The loops stand here, without the capacity of a filter in their types,
/// so that they are compiled once for each kind of sample and at full speed from any module.
public protocol FilterSample: FixedWidthInteger, SignedInteger, BitwiseCopyable, Sendable {
  /// Bits after the binary point: 15 or 31.
  static var fractionBits: Int { get }

  /// The low end of a sum of products after its shift: `Int16` saturates, `Int32` wraps, which is
  /// what CMSIS-DSP does.
  static func narrowed(_ sum: Int64) -> Self

  /// Writes `count` sums of products with `taps`, the first one ending at `x[first]`, the next ones
  /// `step` samples later each.
  static func convolve(
    _ taps: Span<Self>, history: Span<Self>, _ x: Span<Self>, first: Int, step: Int, count: Int,
    into y: inout MutableSpan<Self>)

  /// Runs one second-order section over a block in place.
  static func recurse(
    _ section: BiquadSection<Self>, _ state: inout BiquadState<Self>, shift: Int,
    in block: inout MutableSpan<Self>)

  /// Bits that a square loses before it joins a `Power`: 0 for Q15, 14 for Q31.
  static var powerShift: Int { get }

  /// Σ (x² shifted right by `shift`), modulo 2⁶⁴.
  static func sumOfSquares(_ x: Span<Self>, shift: Int) -> UInt64

  /// The square root of a fraction, with CMSIS-DSP's bits.
  static func root(_ fraction: Self) -> Self
}

extension Int16: FilterSample {
  /// Q15.
  public static var fractionBits: Int { 15 }

  /// The sum, held at the rails.
  @inlinable
  public static func narrowed(_ sum: Int64) -> Int16 {
    Int16(truncatingIfNeeded: Swift.max(-0x8000, Swift.min(0x7FFF, sum)))
  }

  /// Writes sums of products of Q15 numbers.
  public static func convolve(
    _ taps: Span<Int16>, history: Span<Int16>, _ x: Span<Int16>, first: Int, step: Int, count: Int,
    into y: inout MutableSpan<Int16>
  ) {
    convolution(taps, history, x, first, step, count, &y)
  }

  /// Runs one section over Q15 numbers.
  public static func recurse(
    _ section: BiquadSection<Int16>, _ state: inout BiquadState<Int16>, shift: Int,
    in block: inout MutableSpan<Int16>
  ) {
    recursion(section, &state, shift, &block)
  }

  /// Squares of Q15 numbers are summed whole.
  public static var powerShift: Int { 0 }

  /// The sum of the squares of Q15 numbers.
  public static func sumOfSquares(_ x: Span<Int16>, shift: Int) -> UInt64 { squares(x, shift) }

  /// The square root of a Q15 number.
  public static func root(_ fraction: Int16) -> Int16 { NewtonRoot.of(fraction) }
}

extension Int32: FilterSample {
  /// Q31.
  public static var fractionBits: Int { 31 }

  /// The low 32 bits of the sum.
  @inlinable
  public static func narrowed(_ sum: Int64) -> Int32 { Int32(truncatingIfNeeded: sum) }

  /// Writes sums of products of Q31 numbers.
  public static func convolve(
    _ taps: Span<Int32>, history: Span<Int32>, _ x: Span<Int32>, first: Int, step: Int, count: Int,
    into y: inout MutableSpan<Int32>
  ) {
    convolution(taps, history, x, first, step, count, &y)
  }

  /// Runs one section over Q31 numbers.
  public static func recurse(
    _ section: BiquadSection<Int32>, _ state: inout BiquadState<Int32>, shift: Int,
    in block: inout MutableSpan<Int32>
  ) {
    recursion(section, &state, shift, &block)
  }

  /// Squares of Q31 numbers keep 48 bits of fraction in a `Power`.
  public static var powerShift: Int { 14 }

  /// The sum of the squares of Q31 numbers.
  public static func sumOfSquares(_ x: Span<Int32>, shift: Int) -> UInt64 { squares(x, shift) }

  /// The square root of a Q31 number.
  public static func root(_ fraction: Int32) -> Int32 { NewtonRoot.of(fraction) }
}

/// The loop of `FilterSample.convolve`: taps and history lie oldest first, one tap more than
/// history.
///
/// The sum wraps by design, as CMSIS-DSP's does; `FIRFilter.isProvenBounded` says when it cannot.
@inline(__always)
private func convolution<Sample: FilterSample>(
  _ taps: Span<Sample>, _ history: Span<Sample>, _ x: Span<Sample>, _ first: Int, _ step: Int,
  _ count: Int, _ y: inout MutableSpan<Sample>
) {
  let kept = taps.count - 1
  for output in 0..<count {
    let end = first + output * step
    var sum: Int64 = 0
    // Taps that still lie over the history.
    let old = max(0, kept - end)
    for k in 0..<old {
      sum &+= Int64(truncatingIfNeeded: taps[k]) &* Int64(truncatingIfNeeded: history[end + k])
    }
    let newTaps = taps.extracting(droppingFirst: old)
    let window = x.extracting(end - (kept - old)..<end + 1)
    for k in 0..<newTaps.count {
      sum &+= Int64(truncatingIfNeeded: newTaps[k]) &* Int64(truncatingIfNeeded: window[k])
    }
    y[output] = Sample.narrowed(sum &>> Int64(truncatingIfNeeded: Sample.fractionBits))
  }
}

/// The loop of `FilterSample.recurse`.
///
/// The sum wraps by design, as CMSIS-DSP's does; `BiquadCascade.outputBound` says when it cannot.
@inline(__always)
private func recursion<Sample: FilterSample>(
  _ section: BiquadSection<Sample>, _ state: inout BiquadState<Sample>, _ shift: Int,
  _ block: inout MutableSpan<Sample>
) {
  let b0 = Int64(truncatingIfNeeded: section.b0)
  let b1 = Int64(truncatingIfNeeded: section.b1)
  let b2 = Int64(truncatingIfNeeded: section.b2)
  let a1 = Int64(truncatingIfNeeded: section.a1)
  let a2 = Int64(truncatingIfNeeded: section.a2)
  let shift = Int64(truncatingIfNeeded: shift)
  var (x1, x2) = (Int64(truncatingIfNeeded: state.x1), Int64(truncatingIfNeeded: state.x2))
  var (y1, y2) = (Int64(truncatingIfNeeded: state.y1), Int64(truncatingIfNeeded: state.y2))
  for n in 0..<block.count {
    let x = Int64(truncatingIfNeeded: block[n])
    let forward = (b0 &* x) &+ (b1 &* x1) &+ (b2 &* x2)
    let y = Sample.narrowed((forward &+ (a2 &* y2) &+ (a1 &* y1)) &>> shift)
    block[n] = y
    (x2, x1, y2, y1) = (x1, x, y1, Int64(truncatingIfNeeded: y))
  }
  state.x1 = Sample(truncatingIfNeeded: x1)
  state.x2 = Sample(truncatingIfNeeded: x2)
  state.y1 = Sample(truncatingIfNeeded: y1)
  state.y2 = Sample(truncatingIfNeeded: y2)
}

/// The loop of `FilterSample.sumOfSquares`: a square is at most 2⁶², the sum wraps by design, as
/// CMSIS-DSP's does.
@inline(__always)
private func squares<Sample: FilterSample>(_ x: Span<Sample>, _ shift: Int) -> UInt64 {
  let shift = Int64(truncatingIfNeeded: shift)
  var sum: Int64 = 0
  for n in 0..<x.count {
    let value = Int64(truncatingIfNeeded: x[n])
    sum &+= (value &* value) &>> shift
  }
  return UInt64(bitPattern: sum)
}
