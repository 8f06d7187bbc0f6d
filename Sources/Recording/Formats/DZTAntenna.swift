/// Centre frequency of a GSSI antenna by the name in the header.
///
/// Sources: GSSI's product names and the table of models in the public reader readgssi; a name that
/// carries its frequency (`400MHz`, `1.6 GHz`) needs no table. An unknown name is no error.
package struct DZTAntenna: Equatable {
  /// Kilohertz; 0 when not known.
  package let kilohertz: Int64
  /// How it was found, for `inspect`.
  package let origin: String

  /// Longest model numbers first, so that 51600 is not taken for 5160.
  private static let models: [(model: String, megahertz: Int64)] = [
    ("3101", 900), ("3102", 500), ("3105", 300), ("3205", 300), ("3207", 100),
    ("41000", 1_000), ("4105", 2_000), ("4108", 1_000), ("42000", 2_000),
    ("50200", 200), ("50270", 270), ("50300", 300), ("50350", 350), ("50400", 400),
    ("50800", 800), ("50900", 900), ("5100B", 1_000), ("51000", 1_000), ("5100", 1_500),
    ("5103", 400), ("5104", 270), ("5106", 200), ("51600", 1_600), ("52000", 2_000),
    ("52600", 2_600), ("62000", 2_000), ("62300", 2_300), ("62600", 2_600), ("62700", 2_700),
    ("SS MINI XT", 2_700), ("SS MINI LR", 1_600), ("SS MINI", 2_600), ("SSMINI", 2_600),
    ("350", 350), ("800", 800),
  ]

  /// Looks up `name`; `system` settles the StructureScan Mini XT, whose name is that of the Mini.
  package init(name: String, system: UInt8) {
    let upper = name.uppercased()
    if let named = Self.namedKilohertz(in: upper) {
      kilohertz = named
      origin = "antenna name"
      return
    }
    let bare = upper.hasPrefix("D") ? String(upper.dropFirst()) : upper
    for (model, megahertz) in Self.models where Self.matches(bare, model: model) {
      let isXT = model == "SS MINI" && system == 14
      kilohertz = (isXT ? 2_700 : megahertz) * 1_000
      origin = "antenna table (\(model))"
      return
    }
    kilohertz = 0
    origin = "not said"
  }

  /// A model number must not be the start of a longer number.
  private static func matches(_ name: String, model: String) -> Bool {
    guard name.hasPrefix(model) else { return false }
    guard let next = name.dropFirst(model.count).first else { return true }
    return !(model.last?.isNumber ?? false) || !next.isNumber
  }

  /// `400MHZ`, `1600 MHZ`, `1.6GHZ` in kilohertz; nil without such a number, or for an absurd one.
  private static func namedKilohertz(in upper: String) -> Int64? {
    var digits = 0
    var value: Int64 = 0
    var places = -1
    var rest = upper[...]
    while let next = rest.first {
      if let digit = next.wholeNumberValue, next.isASCII, digits < 6 {
        value = value * 10 + Int64(digit)
        digits += 1
        if places >= 0 { places += 1 }
      } else if next == ".", places < 0, digits > 0 {
        places = 0
      } else {
        break
      }
      rest.removeFirst()
    }
    while rest.first == " " { rest.removeFirst() }
    guard digits > 0 else { return nil }
    let scale: Int64
    if rest.hasPrefix("MHZ") {
      scale = 1_000
    } else if rest.hasPrefix("GHZ") {
      scale = 1_000_000
    } else {
      return nil
    }
    var kilohertz = value * scale
    for _ in 0..<max(0, places) { kilohertz /= 10 }
    return RadarFileOptions.Bounds.centreFrequencyKilohertz.contains(kilohertz) ? kilohertz : nil
  }
}
