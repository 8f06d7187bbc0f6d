public import DetectorCore

/// Sections in Q15 or Q31 with the post-shift they share.
public struct QuantisedSections: Equatable, Sendable {
  /// The numbers that it runs in.
  public let format: FixedFormat
  /// The coefficients are scaled by 2 to this.
  public let postShift: Int
  /// The design.
  public let designed: [Section]
  /// The coefficients b0, b1, b2, a1, a2 of each section, in counts; feedback is added.
  public let counts: [[Int64]]

  /// The largest post-shift, which is the core's.
  public static let maximumPostShift = BiquadCascade<Int16, 1>.maximumPostShift

  /// Rounds each coefficient to the nearest count, with the smallest post-shift that holds all.
  ///
  /// It refuses what no post-shift holds, a section of which nothing is left, and poles that are
  /// not inside the unit circle any more.
  public init(_ sections: [Section], format: FixedFormat) throws(DesignError) {
    self.format = format
    designed = sections
    (postShift, counts) = try Self.fitted(sections, format)
    for (index, section) in values.enumerated() {
      let designed = sections[index]
      let forward = max(designed.b0.magnitude, designed.b1.magnitude, designed.b2.magnitude)
      guard section.b0 != 0 || section.b1 != 0 || section.b2 != 0 else {
        throw .vanished(part: "section \(index + 1)", largest: forward, format: format)
      }
      // The triangle in which both poles lie inside: |a2| < 1, |a1| < 1 − a2. All are exact.
      guard section.a2 > -1, section.a1.magnitude < 1 - section.a2 else {
        throw .unstable(section: index + 1, radius: section.poleRadius, format: format)
      }
    }
  }

  /// The smallest post-shift and the counts that it gives.
  private static func fitted(
    _ sections: [Section], _ format: FixedFormat
  ) throws(DesignError) -> (Int, [[Int64]]) {
    for shift in 0...maximumPostShift {
      let scale = 1 / Double(1 << shift)
      let counts = sections.map { section in
        section.coefficients.compactMap { format.counts($0.value * scale) }
      }
      if counts.allSatisfy({ $0.count == 5 }) { return (shift, counts) }
    }
    let limit = Double(1 << maximumPostShift)
    for (index, section) in sections.enumerated() {
      for (name, value) in section.coefficients
      where format.counts(value / limit) == nil {
        throw .tooLarge(
          coefficient: "\(name) of section \(index + 1)", value: value, limit: limit,
          format: format)
      }
    }
    preconditionFailure("a section that no post-shift holds has a coefficient that it does not")
  }

  /// The sections that the counts mean.
  public var values: [Section] {
    let scale = Double(1 << postShift) / format.one
    return counts.map { c in
      Section(
        b0: Double(c[0]) * scale, b1: Double(c[1]) * scale, b2: Double(c[2]) * scale,
        a1: Double(c[3]) * scale, a2: Double(c[4]) * scale)
    }
  }

  /// The sections as the core takes them; `nil` when they are of the other format.
  public func sections<Sample: FilterSample>(_: Sample.Type) -> [BiquadSection<Sample>]? {
    guard Sample.fractionBits == format.fractionBits else { return nil }
    return counts.map { c in
      BiquadSection(
        b0: Sample(clamping: c[0]), b1: Sample(clamping: c[1]), b2: Sample(clamping: c[2]),
        a1: Sample(clamping: c[3]), a2: Sample(clamping: c[4]))
    }
  }

  /// The largest magnitude of input, in counts, with which the core proves that no section
  /// saturates or wraps; `nil` when it proves none.
  public var provenInput: Int64? {
    switch format {
    case .q15: largestInput(Int16.self)
    case .q31: largestInput(Int32.self)
    }
  }

  private func largestInput<Sample: FilterSample>(_: Sample.Type) -> Int64? {
    guard let sections = sections(Sample.self), sections.count <= 16,
      let cascade = try? BiquadCascade<Sample, 16>(sections: sections.span, postShift: postShift)
    else { return nil }
    var (low, high): (Int64, Int64) = (0, Int64(1) << Int64(format.fractionBits))
    guard cascade.isProvenBounded(inputWithin: 0) else { return nil }
    if cascade.isProvenBounded(inputWithin: high) { return high }
    while high - low > 1 {
      let middle = (low + high) / 2
      if cascade.isProvenBounded(inputWithin: middle) { low = middle } else { high = middle }
    }
    return low
  }
}
