/// Something that goes wrong with a front end.
package enum InductionFaultKind: String, CaseIterable, Sendable {
  /// A frame never arrived; its number is missing.
  case lostFrame = "lost_frames"
  /// A frame arrived twice under one number.
  case duplicatedFrame = "duplicated"
  /// A frame's checksum was wrong, so that it was dropped.
  case checksum = "crc"
  /// The data-ready edge stayed away for a while.
  case dataReady = "data_ready"
  /// The coil's wire is broken: no current, no signal.
  case coilOpen = "coil_open"
  /// Two turns touch: the coil itself decays slowly into the gates, and sees a fifth less.
  case coilShort = "coil_short"
  /// The current is a third lower.
  case currentSag = "tx_current"
  /// The first gate opens before the amplifier has come back from the flyback.
  case firstGateSaturated = "saturated"
  /// The converter repeats itself.
  case converterStuck = "stuck"
  /// A magnet drives the earth-field gate to its rail.
  case earthFieldSaturated = "earth_field_saturated"
  /// The battery gives in under the load.
  case batterySag = "battery_low"

  /// How long it lasts, seconds; 0 is one frame.
  var seconds: Range<Double> {
    switch self {
    case .lostFrame, .duplicatedFrame, .checksum: 0..<0
    case .dataReady: 0.02..<0.2
    case .converterStuck: 0.1..<0.5
    case .coilOpen, .coilShort, .firstGateSaturated, .earthFieldSaturated: 0.5..<1.5
    case .currentSag, .batterySag: 1.0..<3.0
    }
  }

  /// Whether its frames do not arrive.
  package var losesFrames: Bool {
    self == .lostFrame || self == .checksum || self == .dataReady
  }

  /// The bit of the front end's flags that it sets; 0 for what the front end does not see itself.
  var flag: Int32 {
    switch self {
    case .firstGateSaturated: 1
    case .currentSag: 2
    case .coilOpen: 4
    case .coilShort: 8
    case .converterStuck: 16
    case .batterySag: 32
    case .earthFieldSaturated: 64
    case .lostFrame, .duplicatedFrame, .checksum, .dataReady: 0
    }
  }
}

/// One fault in one stretch of frames, as the device counts them.
package struct InductionFault: Sendable, Equatable {
  /// What goes wrong.
  package var kind: InductionFaultKind
  /// The frames it strikes.
  package var frames: Range<Int64>

  /// Makes a fault.
  package init(_ kind: InductionFaultKind, frames: Range<Int64>) {
    self.kind = kind
    self.frames = frames
  }
}

/// What goes wrong in a scene: how often, and where on purpose.
package struct InductionFaults: Sendable, Equatable {
  /// Times a minute that a fault begins, at random.
  package var perMinute: [InductionFaultKind: Double] = [:]
  /// Faults at a given place.
  package var placed: [InductionFault] = []

  /// Makes a scene without faults.
  package init() {}

  /// All faults of a run in order of their first frame; those of one kind never overlap.
  func schedule(seed: UInt64, frameCount: Int64, frameRate: Double) -> [InductionFault] {
    var all = placed
    for kind in InductionFaultKind.allCases {
      guard let rate = perMinute[kind], rate > 0 else { continue }
      var stream = RandomStream(seed: seed, source: "fault \(kind.rawValue)")
      var seconds = 0.0
      while true {
        seconds -= Elementary.log(1 - stream.uniform()) * 60 / rate
        let first = Int64(seconds * frameRate)
        guard first < frameCount else { break }
        let lasting = kind.seconds.isEmpty ? 0 : stream.uniform(in: kind.seconds)
        let last = min(first + max(Int64(lasting * frameRate), 1), frameCount)
        all.append(InductionFault(kind, frames: max(first, 1)..<max(last, 2)))
        seconds = max(seconds, Double(last + 1) / frameRate)
      }
    }
    return all.sorted {
      ($0.frames.lowerBound, $0.kind.rawValue) < ($1.frames.lowerBound, $1.kind.rawValue)
    }
  }
}
