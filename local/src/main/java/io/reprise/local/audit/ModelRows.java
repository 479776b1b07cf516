package io.reprise.local.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.runtime.json.Json;
import io.reprise.store.fold.KeyState;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows that a reader of a read model sees.
 *
 * @param rows the rows by key; {@link #read} fails if a key has two rows
 */
public record ModelRows(Map<String, Row> rows) {

  /**
   * One row of a read model.
   *
   * @param state the key's state as text: canonical JSON, or hex if the column contains bytes
   */
  public record Row(String state, long lastOffset, int partition) {}

  /** Converts the bytes of a key's state into the text that {@link Row#state} must have. */
  @FunctionalInterface
  public interface StateText {
    String of(byte[] state);
  }

  /** Reads all rows of a read model through the view that its users read. */
  public static ModelRows read(RehydrateConfig.Target target, String model) {
    var rows = new HashMap<String, Row>();
    try (var session = DriverManager.getConnection(target.url(), target.user(), target.password());
        var statement = session.createStatement();
        var found =
            statement.executeQuery(
                "SELECT key, state, last_offset, source_partition FROM " + model)) {
      while (found.next()) {
        var row = new Row(state(found), found.getLong(3), found.getInt(4));
        if (rows.put(found.getString(1), row) != null) {
          throw new IllegalStateException("key " + found.getString(1) + " has two rows");
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + model + ": " + e.getMessage(), e);
    }
    return new ModelRows(rows);
  }

  private static String state(ResultSet row) throws SQLException {
    return row.getMetaData().getColumnTypeName(2).equals("bytea")
        ? HexFormat.of().formatHex(row.getBytes(2))
        : canonical(row.getString(2));
  }

  /**
   * Returns a text that is the same for JSON objects that differ only in spaces and in the order of
   * their top-level fields.
   */
  public static String canonical(String json) {
    try {
      return Json.json().readValue(json, TreeMap.class).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON object: " + json, e);
    }
  }

  /**
   * Returns a sentence for each key whose row differs from the key's state in {@code expected}, and
   * for each row whose key has no state in {@code expected}.
   */
  public List<String> differences(Map<String, KeyState> expected, StateText text) {
    var differing = new ArrayList<String>();
    expected.forEach(
        (key, state) -> {
          var row = rows.get(key);
          var wanted = row(state, text);
          if (!wanted.equals(row)) {
            differing.add("%s is %s, the log says %s".formatted(key, row, wanted));
          }
        });
    rows.keySet().stream()
        .filter(key -> !expected.containsKey(key))
        .forEach(key -> differing.add(key + " has a row but no state in the log"));
    return differing;
  }

  private static Row row(KeyState state, StateText text) {
    var bytes = java.util.Objects.requireNonNull(state.state());
    return new Row(text.of(bytes), state.provenance().lastOffset(), state.provenance().partition());
  }
}
