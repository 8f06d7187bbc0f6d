package import DetectorCore

/// The INI text of a configuration: what is stored in every recording and reads back the same.
public enum ConfigurationText {
  /// Bytes of the text at the most.
  public static let maximumLength = 2_048

  #if !hasFeature(Embedded)
    /// Writes every key under its section, one a line, in the order of `ConfigurationKeys`.
    public static func write<Text: TextSink & ~Copyable>(
      _ configuration: DetectorConfiguration, into text: inout Text
    ) {
      for index in ConfigurationKeys.all.indices {
        let key = ConfigurationKeys.all[index]
        if index == 0 || !key.section.hasBytes(of: ConfigurationKeys.all[index - 1].section) {
          text.append("[")
          text.append(key.section)
          text.append("]\n")
        }
        text.append(key.name)
        text.append(" = ")
        key.write(key.value(in: configuration), into: &text)
        text.append("\n")
      }
    }
  #endif

  /// Writes the section of the induction chain alone: what a unit without a radar stores.
  package static func write<Text: TextSink & ~Copyable>(
    induction configuration: InductionConfiguration, into text: inout Text
  ) {
    var chains = DetectorConfiguration()
    chains.induction = configuration
    text.append("[")
    text.append(ConfigurationKeys.inductionSection)
    text.append("]\n")
    for index in InductionKeys.all.indices {
      let key = InductionKeys.all[index]
      text.append(key.name)
      text.append(" = ")
      key.write(key.value(in: chains), into: &text)
      text.append("\n")
    }
  }
}
