import Testing

@Suite("sapper score")
struct ScoreCommandTests {
  @Test(
    "Wrong usage is told with 64, and what to change",
    arguments: [
      (["score"], "Give recordings, or a --suite"),
      (["score", "a", "b", "--events", "e"], "--events"),
      (["score", "a", "--origin-m", "1"], "--truth"), (["score", "-"], "--format"),
      (["score", "-", "b", "--format", "dzt"], "alone"),
      (["score", "a", "--truth", "t", "--origin-m", "nan"], "--origin-m"),
    ])
  func usage(arguments: [String], word: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.contains(word))
  }

  @Test("A truth file is read before the recording, and refused by line and field")
  func truth() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "x_m,depth_m,radius_m,class,object\n1,0,0.1,mine,a\n", to: "truth.csv")
    let result = try Program.run(["score", "/nowhere.dzt", "--truth", path])
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("sapper: \(path): line 2 class: found \"mine\""))
    let absent = try Program.run(["score", "/nowhere.dzt", "--truth", "/nowhere.csv"])
    #expect(absent.status == 1)
    #expect(absent.error.hasPrefix("sapper: /nowhere.csv: "))
  }
}
