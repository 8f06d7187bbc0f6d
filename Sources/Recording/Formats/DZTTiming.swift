/// Sample interval, time zero and frequency of one channel, held against everything else the file says.
///
///     interval = range / samples
///
/// (Another reader divides by samples − 1; the file does not say which is right.) The range is believed
/// in silence only where a second witness agrees to float precision: the depth field, which the
/// instrument computes as range·c/(2·√εr). It is warned of where nothing agrees.
package struct DZTTiming: Equatable {
  /// Femtoseconds between samples.
  package private(set) var intervalFemtoseconds: Int64 = 0
  /// Where the interval came from.
  package private(set) var intervalOrigin = "header range/samples"
  /// Sample of the transmit instant, Q8; nil when not said.
  package private(set) var timeZeroSampleQ8: Int32?
  /// Where time zero came from.
  package private(set) var timeZeroOrigin = "not said"
  /// Centre frequency, kHz; 0 when not known.
  package private(set) var centreFrequencyKilohertz: Int64 = 0
  /// Where the frequency came from.
  package private(set) var frequencyOrigin = "not said"
  /// εr, hundredths; 0 when not said.
  package private(set) var permittivityHundredths: Int32 = 0

  /// Shortest and longest window of any ground radar, ns.
  package static let rangeBounds: ClosedRange<Float> = 0.1...100_000
  /// Agreement of two figures that an instrument computed from each other in single precision.
  static let floatAgreement = 1e-6
  /// Wave speeds in vacuum, m/ns, that instruments and programs compute with.
  static let lightSpeeds = [0.3, 0.2998, 0.299792458]

  /// Part of the window below which a position or top says nothing.
  static let unsaidFraction = 1e-3
  /// Cycles by which the first arrival may follow time zero: the way from antenna to antenna.
  static let latestArrivalCycles = 1.5

  private let header: DZTHeader
  private let samples: Int

  /// Derives the figures and notes what contradicts them.
  package init(
    header: DZTHeader, samples: Int, look: RadarFirstLook, options: RadarFileOptions,
    notes: inout ReaderNotes
  ) throws(RecordingError) {
    self.header = header
    self.samples = samples
    takePermittivity(notes: &notes)
    try takeInterval(options: options, notes: &notes)
    takeFrequency(options: options, notes: &notes)
    judgeInterval(by: look, notes: &notes)
    takeTimeZero(look: look, notes: &notes)
  }

  private mutating func takePermittivity(notes: inout ReaderNotes) {
    let value = header.permittivity
    if value.isFinite && value > 1 && value < 81 {
      permittivityHundredths = Int32((value * 100).rounded())
    } else if value != 0 && value != 1 {
      notes.warn(
        field: "permittivity (byte 54)", found: "\(value)",
        assumed: "outside 1 to 81, so it counts as not said")
    }
  }

  private mutating func takeInterval(
    options: RadarFileOptions, notes: inout ReaderNotes
  ) throws(RecordingError) {
    let range = header.range
    let isUsable = range.isFinite && Self.rangeBounds.contains(range)
    let given = options.sampleIntervalFemtoseconds
    try notes.require(
      isUsable || given > 0, field: "range (byte 26)", found: "\(range) ns",
      expected: "a window of 0.1 to 100000 ns",
      advice: "the sample interval by --dt-ps, where it is known")
    let fromHeader =
      isUsable
      ? Int64((Double(range) * 1e6 / Double(samples)).rounded(.toNearestOrAwayFromZero)) : 0
    guard given > 0 else {
      intervalFemtoseconds = fromHeader
      judgeRange(notes: &notes)
      return
    }
    intervalFemtoseconds = given
    intervalOrigin = "--dt-ps"
    if abs(given - fromHeader) * 1_000 > given {
      notes.warn(
        field: "range (byte 26)",
        found: "\(range) ns, so \(DecimalText.text(fromHeader, places: 3)) ps a sample",
        assumed: "--dt-ps stands: \(DecimalText.text(given, places: 3)) ps")
    }
  }

  /// Holds the range against depth and permittivity.
  private func judgeRange(notes: inout ReaderNotes) {
    let range = Double(header.range)
    let (depth, permittivity) = (Double(header.depth), Double(header.permittivity))
    let interval = "\(DecimalText.text(intervalFemtoseconds, places: 3)) ps a sample"
    guard depth.isFinite, depth > 0, permittivity.isFinite, (1...81).contains(permittivity) else {
      notes.warn(
        field: "range (byte 26)",
        found: "\(header.range) ns, and no depth and permittivity to confirm it",
        assumed: "it is believed: \(interval)")
      return
    }
    for speed in Self.lightSpeeds {
      let expected = 2 * depth * permittivity.squareRoot() / speed
      if abs(expected - range) <= Self.floatAgreement * range { return }
    }
    if let fitting = roundPermittivity {
      notes.warn(
        field: "permittivity (byte 54)",
        found: "\(header.permittivity), where range \(header.range) ns and depth \(header.depth) m "
          + "fit \(fitting)",
        assumed: "\(header.permittivity) is believed; the depth was set for \(fitting)")
      return
    }
    let expected = 2 * depth * permittivity.squareRoot() / Self.lightSpeeds[0]
    notes.warn(
      field: "range (byte 26)",
      found: "\(header.range) ns, where depth \(header.depth) m (byte 62) at permittivity "
        + "\(header.permittivity) (byte 54) makes \(DecimalText.text(expected)) ns",
      assumed: "the range is believed: \(interval)")
  }

  /// The whole-numbered εr within a factor of two of the header's for which depth and range agree.
  ///
  /// An operator who sets the permittivity after the depth leaves a depth for the earlier one: seen in
  /// a real file, where a depth of 0.5 m fits 10 ns at εr 9 with 6 in the header.
  package var roundPermittivity: Int? {
    let ratio = Self.lightSpeeds[0] * Double(header.range) / (2 * Double(header.depth))
    let fitting = ratio * ratio
    guard fitting.isFinite, (1...81).contains(fitting) else { return nil }
    let whole = fitting.rounded()
    guard abs(fitting - whole) <= 2 * Self.floatAgreement * fitting,
      (0.5...2).contains(whole / Double(header.permittivity))
    else { return nil }
    return Int(whole)
  }

  private mutating func takeFrequency(options: RadarFileOptions, notes: inout ReaderNotes) {
    let antenna = DZTAntenna(name: header.antenna, system: header.system)
    centreFrequencyKilohertz = antenna.kilohertz
    frequencyOrigin = antenna.origin
    let given = options.centreFrequencyKilohertz
    if given > 0 {
      centreFrequencyKilohertz = given
      frequencyOrigin = "--freq-mhz"
      if antenna.kilohertz > 0 && abs(given - antenna.kilohertz) * 4 > given {
        notes.warn(
          field: "antenna (byte 98)", found: "\"\(header.antenna)\"",
          assumed: "--freq-mhz stands: \(DecimalText.text(given, places: 3)) MHz")
      }
    } else if antenna.kilohertz == 0 {
      notes.warn(
        field: "antenna (byte 98)",
        found: header.antenna.isEmpty ? "no name" : "unknown name \"\(header.antenna)\"",
        assumed: "the centre frequency is not said; --freq-mhz gives it")
    }
  }

  /// Holds the interval against the antenna's frequency and against the signal.
  private func judgeInterval(by look: RadarFirstLook, notes: inout ReaderNotes) {
    if look.likeness.lag2 > look.likeness.lag1 + 0.1 {
      notes.warn(
        field: "bits (byte 6)", found: "next neighbours that agree less than second neighbours",
        assumed: "the sample type of the header is believed; look at an A-scan")
    }
    guard centreFrequencyKilohertz > 0, intervalFemtoseconds > 0 else { return }
    let cycles = Double(centreFrequencyKilohertz) * Double(intervalFemtoseconds) * 1e-12
    let named = "\(DecimalText.text(centreFrequencyKilohertz, places: 3)) MHz"
    let interval = "\(DecimalText.text(intervalFemtoseconds, places: 3)) ps a sample"
    if !(1 / 400...1 / 3.5).contains(cycles) {
      notes.warn(
        field: "range (byte 26)",
        found: "\(interval), \(DecimalText.text((10 / cycles).rounded() / 10)) samples in a cycle "
          + "of the \(named) antenna",
        assumed: "the range is believed, though 4 to 400 samples in a cycle are usual")
    } else if let seen = look.cyclesPerSample, !(0.4...2.2).contains(seen / cycles) {
      let megahertz = (seen * 1e9 / Double(intervalFemtoseconds)).rounded()
      notes.warn(
        field: "range (byte 26)",
        found: "\(interval), at which the signal swings at \(DecimalText.text(megahertz)) MHz",
        assumed: "the range is believed, though the antenna is said to be of \(named)")
    }
  }

  /// Position says where the window starts, top where its surface lies; position 0 says nothing.
  private mutating func takeTimeZero(look: RadarFirstLook, notes: inout ReaderNotes) {
    let window = Double(intervalFemtoseconds) * Double(samples) * 1e-6
    let position = Double(header.position)
    let top = topNanoseconds
    var start: Double?
    if abs(position) > Self.unsaidFraction * window || !position.isFinite {
      guard position.isFinite, abs(position) < window else {
        notes.warn(
          field: "position (byte 22)",
          found: "\(header.position) ns, outside the window of \(DecimalText.text(window)) ns",
          assumed: "time zero counts as not said")
        return
      }
      start = position
      timeZeroOrigin = "header position"
      if position > 0 {
        notes.warn(
          field: "position (byte 22)", found: "\(header.position) ns",
          assumed: "the window starts that long after time zero")
      }
      if let top, abs(top - position) > 0.01 * window {
        notes.warn(
          field: "position (byte 22)",
          found: "\(header.position) ns, where top \(header.top) m (byte 58) makes "
            + "\(DecimalText.text(top)) ns",
          assumed: "time zero follows the position")
      }
    } else if let top, top < -Self.unsaidFraction * window, top > -window {
      start = top
      timeZeroOrigin = "header top/permittivity"
    } else if header.top != 0 {
      judgeUnusedTop(top, window: window, notes: &notes)
    }
    guard let start else { return }
    let sample = -start * 1e6 / Double(intervalFemtoseconds)
    timeZeroSampleQ8 = Int32((sample * 256).rounded(.toNearestOrAwayFromZero))
    judgeTimeZero(sample: sample, look: look, notes: &notes)
  }

  /// A top that lies below the surface or outside the window says nothing of time zero.
  private func judgeUnusedTop(_ top: Double?, window: Double, notes: inout ReaderNotes) {
    if let top, abs(top) <= Self.unsaidFraction * window { return }
    let place = top.map { ", \(DecimalText.text($0)) ns" } ?? ""
    notes.warn(
      field: "top (byte 58)", found: "\(header.top) m\(place)",
      assumed: "no place above the ground inside the window, so time zero counts as not said")
  }

  /// The header's top in ns, at the header's permittivity; nil when there is none.
  private var topNanoseconds: Double? {
    let (top, permittivity) = (Double(header.top), Double(header.permittivity))
    guard top.isFinite, top != 0, permittivity.isFinite, (1...81).contains(permittivity) else {
      return nil
    }
    return 2 * top * permittivity.squareRoot() / Self.lightSpeeds[0]
  }

  /// The first arrival comes at most half a cycle before time zero, and 1.5 cycles after it.
  private func judgeTimeZero(
    sample: Double, look: RadarFirstLook, notes: inout ReaderNotes
  ) {
    let isByPosition = timeZeroOrigin == "header position"
    let field = isByPosition ? "position (byte 22)" : "top (byte 58)"
    let hundredths = Double(header.position) * 100
    if isByPosition && abs(hundredths - hundredths.rounded()) > 1e-4 {
      notes.warn(
        field: field, found: "\(header.position) ns",
        assumed: "it is believed, though instruments set it in hundredths")
    }
    guard let arrival = look.firstArrival, let cycles = look.cyclesPerSample, cycles > 0 else {
      return
    }
    let late = (Double(arrival) - sample) * cycles
    guard late < -0.5 || late > Self.latestArrivalCycles else { return }
    notes.warn(
      field: field,
      found: "time zero at sample \(DecimalText.text((sample * 10).rounded() / 10)), where the "
        + "signal arrives at sample \(arrival)",
      assumed: "the header is believed")
  }
}
