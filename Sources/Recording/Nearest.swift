/// The known word that a misspelt one most likely meant.
package enum Nearest {
  /// The nearest of `words`, or nothing when none is near.
  package static func word(to word: String, among words: [String]) -> String? {
    let letters = Array(word.lowercased().utf8)
    var best: String?
    var bestDistance = max(2, letters.count / 3) + 1
    for candidate in words {
      let distance = distance(letters, Array(candidate.utf8))
      if distance < bestDistance {
        best = candidate
        bestDistance = distance
      }
    }
    return best
  }

  /// Letters to insert, delete or replace (Levenshtein 1966).
  package static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var row = Array(0...second.count)
    for i in 0..<first.count {
      var diagonal = row[0]
      row[0] = i + 1
      for j in 0..<second.count {
        let replaced = diagonal + (first[i] == second[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
      }
    }
    return row[second.count]
  }
}
