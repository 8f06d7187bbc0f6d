import Journal
import Testing

@Suite("Keys of the configuration")
struct ConfigurationKeysTests {
  @Test("The list has every key of every chain, each once, in the order of the sections")
  func complete() {
    var names: [String] = []
    for index in ConfigurationKeys.all.indices {
      let key = ConfigurationKeys.all[index]
      names.append("\(key.section).\(key.name)")
    }
    let parts =
      RadarKeys.all.indices.map { "radar.\(RadarKeys.all[$0].name)" }
      + InductionKeys.all.indices.map { "induction.\(InductionKeys.all[$0].name)" }
      + BalanceKeys.all.indices.map { "balance.\(BalanceKeys.all[$0].name)" }
    #expect(names == parts)
    #expect(Set(names).count == names.count)
  }
}
