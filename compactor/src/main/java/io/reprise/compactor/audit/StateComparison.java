package io.reprise.compactor.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares two states of a key field by field: the fold of all events, and the state from the
 * snapshot and the tail. Has no side effects; used by one thread.
 */
final class StateComparison {
  private static final String ABSENT = "absent";

  private final Function<byte[], JsonNode> json;
  private final List<FieldDifference> differences = new ArrayList<>();

  private StateComparison(Function<byte[], JsonNode> json) {
    this.json = json;
  }

  /**
   * Returns the fields in which two results for one key differ. If neither result has a state, the
   * results count as equal, even if only one of them has provenance. The reason is that a compacted
   * topic drops the record of a deletion after a while, and with it the provenance.
   *
   * @param replayed the result of a fold of all events
   * @param rebuilt the result of the snapshot and the tail
   * @param json converts states to JSON
   */
  static List<FieldDifference> of(
      @Nullable KeyState replayed, @Nullable KeyState rebuilt, Function<byte[], JsonNode> json) {
    var comparison = new StateComparison(json);
    comparison.compare(replayed, rebuilt);
    return List.copyOf(comparison.differences);
  }

  private void compare(@Nullable KeyState replayed, @Nullable KeyState rebuilt) {
    byte[] left = replayed == null ? null : replayed.state();
    byte[] right = rebuilt == null ? null : rebuilt.state();
    if (left == null || right == null || replayed == null || rebuilt == null) {
      if (left != right) {
        differ("state", left == null ? ABSENT : text(left), right == null ? ABSENT : text(right));
      }
      return;
    }
    if (!Arrays.equals(left, right)) {
      compareStates(left, right);
    }
    compare(replayed.provenance(), rebuilt.provenance());
  }

  private void compareStates(byte[] left, byte[] right) {
    int before = differences.size();
    compare("state", json.apply(left), json.apply(right));
    if (differences.size() == before) {
      differ("state (bytes)", hex(left), hex(right));
    }
  }

  private void compare(String path, @Nullable JsonNode left, @Nullable JsonNode right) {
    if (left != null && right != null && left.isObject() && right.isObject()) {
      var names = new TreeSet<String>();
      left.fieldNames().forEachRemaining(names::add);
      right.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compare(path + "." + name, left.get(name), right.get(name)));
    } else if (left != null && right != null && left.isArray() && right.isArray()) {
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        compare(path + "[" + i + "]", left.get(i), right.get(i));
      }
    } else if (left == null ? right != null : !left.equals(right)) {
      differ(path, text(left), text(right));
    }
  }

  private void compare(Provenance left, Provenance right) {
    differ("partition", left.partition(), right.partition());
    differ("lastOffset", left.lastOffset(), right.lastOffset());
    differ("lastTimestamp", left.lastTimestamp(), right.lastTimestamp());
    differ("events", left.events(), right.events());
    differ("parked", left.parked(), right.parked());
    if (!left.digest().equals(right.digest())) {
      differ("provenance.digest", left.digest().toString(), right.digest().toString());
    }
  }

  private void differ(String field, long left, long right) {
    if (left != right) {
      differ("provenance." + field, String.valueOf(left), String.valueOf(right));
    }
  }

  private void differ(String field, String left, String right) {
    differences.add(new FieldDifference(field, left, right));
  }

  private String text(byte[] state) {
    return text(json.apply(state));
  }

  private static String text(@Nullable JsonNode node) {
    return node == null ? ABSENT : node.toString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
