package import Recording

/// The scenarios that have a name; their YAML is part of the program.
package enum LaneLibrary {
  /// A scenario of the library.
  package struct Entry: Sendable {
    /// Its name.
    package let name: String
    /// Its YAML.
    package let text: String
    /// Whether its coil is an induction balance.
    package let isBalance: Bool
    /// Whether a suite of all lanes leaves it aside: it stands for what no chain here is made for yet.
    package let isAside: Bool
  }

  /// All scenarios, in the order in which they are listed.
  package static let entries: [Entry] = [
    entry("neutral-soil", PackageResources.neutral_soil_yaml),
    entry("moderate-soil", PackageResources.moderate_soil_yaml),
    entry("severe-laterite", PackageResources.severe_laterite_yaml),
    entry("minimum-metal", PackageResources.minimum_metal_yaml),
    entry("pmn-ring", PackageResources.pmn_ring_yaml),
    entry("tm62-shallow", PackageResources.tm62_shallow_yaml),
    entry("tm62-deep", PackageResources.tm62_deep_yaml),
    entry("mortars-flat", PackageResources.mortars_flat_yaml),
    entry("brass-and-scrap", PackageResources.brass_and_scrap_yaml),
    entry("salt-beach", PackageResources.salt_beach_yaml),
    entry("power-line", PackageResources.power_line_yaml),
    entry("two-at-20-cm", PackageResources.two_at_20_cm_yaml),
    entry("slow-sweep", PackageResources.slow_sweep_yaml),
    entry("fast-sweep", PackageResources.fast_sweep_yaml),
    entry("knocks", PackageResources.knocks_yaml),
    entry("hot-rocks", PackageResources.hot_rocks_yaml),
    entry("nothing", PackageResources.nothing_yaml),
    entry("everything", PackageResources.everything_yaml),
    entry("dual", PackageResources.dual_yaml),
    entry("wet-clay", PackageResources.wet_clay_yaml),
    entry("two-detectors", PackageResources.two_detectors_yaml, isAside: true),
    entry("balance-mild", PackageResources.balance_mild_yaml, isBalance: true),
    entry("balance-laterite", PackageResources.balance_laterite_yaml, isBalance: true),
    entry("balance-nothing", PackageResources.balance_nothing_yaml, isBalance: true),
  ]

  /// Names of the scenarios whose coil is a pulse induction, without those that stand aside.
  package static var pulseNames: [String] {
    entries.filter { !$0.isBalance && !$0.isAside }.map(\.name)
  }

  /// Names of the scenarios whose coil is an induction balance.
  package static var balanceNames: [String] { entries.filter(\.isBalance).map(\.name) }

  /// Names of all scenarios.
  package static var names: [String] { entries.map(\.name) }

  /// The lane of a name and a seed; nil where nobody gave the name.
  package static func lane(
    named name: String, seed: UInt64
  ) throws(RecordingError) -> Lane? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    return try ScenarioReader.lane(
      entry.text, file: "\(name).yaml", name: name, seed: seed)
  }

  private static func entry(
    _ name: String, _ bytes: [UInt8], isBalance: Bool = false, isAside: Bool = false
  ) -> Entry {
    Entry(
      name: name, text: String(decoding: bytes, as: UTF8.self), isBalance: isBalance,
      isAside: isAside)
  }
}
