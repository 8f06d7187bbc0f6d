import DetectorCore
import Journal

/// Where a configured value came from.
enum ConfigurationOrigin: Equatable {
  /// The program's own default.
  case standard
  /// A line of an INI file.
  case ini(file: String, line: Int)

  /// In words.
  var text: String {
    switch self {
    case .standard: "default"
    case .ini(let file, let line): "\(file):\(line)"
    }
  }
}

/// A configuration together with the origin of each of its values.
struct LoadedConfiguration: Equatable {
  /// The values in force.
  var chains = DetectorConfiguration()
  /// The origin of each, in the order of `ConfigurationKeys`.
  var origins = [ConfigurationOrigin](
    repeating: .standard, count: ConfigurationKeys.all.count)

  /// The INI text that reads back to the same values.
  var text: String {
    WrittenText.string { text in ConfigurationText.write(chains, into: &text) }
  }

  /// The values of the radar chain.
  var radar: RadarConfiguration { chains.radar }
  /// The values of the induction chain.
  var induction: InductionConfiguration { chains.induction }
  /// The values of the induction-balance chain.
  var balance: BalanceConfiguration { chains.balance }
}

extension ConfigurationKey {
  /// `section.name`.
  var path: String { "\(section).\(name)" }

  /// A stored value as a person writes it.
  func text(_ value: Int64) -> String {
    WrittenText.string { text in write(value, into: &text) }
  }

  /// A stored value as a person writes it, its unit behind it.
  func textWithUnit(_ value: Int64) -> String {
    let isWord = value == 0 && isDerivable
    return text(value) + (isWord || "\(unit)".isEmpty ? "" : " \(unit)")
  }

  /// What may stand here: `0.020 to 20.000 m, or auto`.
  var range: String {
    let bounds = [minimum, maximum].map { bound in
      WrittenText.string { text in
        ConfigurationDecimal.write(bound, decimals: decimals, into: &text)
      }
    }
    if isSwitch { return "on or off" }
    let unitText = "\(unit)".isEmpty ? "" : " \(unit)"
    let steps =
      step == 1
      ? ""
      : " in steps of "
        + WrittenText.string { text in
          ConfigurationDecimal.write(step, decimals: decimals, into: &text)
        }
    return "\(bounds[0]) to \(bounds[1])\(unitText)\(steps)" + (isDerivable ? ", or auto" : "")
  }
}

/// What the written form writes, gathered in memory.
struct WrittenText: TextSink {
  /// The bytes so far.
  private(set) var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// The text that `write` writes.
  static func string(_ write: (inout WrittenText) -> Void) -> String {
    var text = WrittenText()
    write(&text)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
