package io.reprise.replay.group;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Computes the hash of the plan of a move. The hash covers the group, the kind, the topic's id, and
 * for each partition the offset before and after. A move whose plan has another hash than the one
 * that the operator has read is refused. So if somebody else moves the group in between, nothing
 * happens.
 *
 * <p>The offset after the move is not covered if it must be allowed to grow between plan and move:
 * the end of a topic that is written to, or the offset of a live group that is copied.
 */
final class MoveHash {
  private static final int HEX_DIGITS = 32;

  private MoveHash() {}

  /**
   * @param isEndOpen whether the offsets after the move may still grow
   */
  static String of(
      String group,
      GroupMoveSpec spec,
      String topicId,
      List<MovedPartition> partitions,
      boolean isEndOpen) {
    var text = new StringBuilder("reprise-group-move-v1\n");
    line(text, group, spec.kind(), topicId);
    line(text, String.valueOf(spec.replay()), String.valueOf(spec.from()));
    line(text, String.valueOf(spec.move()));
    for (var p : partitions) {
      line(text, p.partition(), String.valueOf(p.former()), isEndOpen ? "open" : "" + p.to());
    }
    return HexFormat.of()
        .formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)))
        .substring(0, HEX_DIGITS);
  }

  /** Writes the length before each part, so that two different lines never look alike. */
  private static void line(StringBuilder text, Object... parts) {
    for (var part : parts) {
      var string = String.valueOf(part);
      text.append(string.length()).append(':').append(string).append(' ');
    }
    text.append('\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
