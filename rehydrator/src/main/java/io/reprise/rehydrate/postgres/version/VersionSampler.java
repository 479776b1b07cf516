package io.reprise.rehydrate.postgres.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprise.rehydrate.postgres.ledger.Ledger;
import io.reprise.rehydrate.postgres.ledger.StoredVersion;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.table.Catalog;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.project.ColumnType;
import io.reprise.rehydrate.target.ModelDiff;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares, for a random sample of keys, the rows of a new version with the rows of the visible
 * version. Half of the keys are drawn from the new version, the other half from the visible one.
 * The comparison therefore also finds a row that only one of them has. Only columns that both
 * versions have are compared.
 */
public final class VersionSampler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MANY_ROWS = 1_000_000;

  private final Ledger ledger;
  private final Connection session;
  private final Catalog catalog;

  public VersionSampler(PostgresConfig config, Ledger ledger, Connection session) {
    this.ledger = ledger;
    this.session = session;
    this.catalog = new Catalog(config);
  }

  /**
   * A row of one version for a key of the sample: the source partition and the offset of the last
   * event in the row, and the row's values as text.
   */
  private record SampledRow(int partition, long lastOffset, Map<String, @Nullable String> values) {}

  public Optional<ModelDiff> compare(int version, int sample) throws SQLException {
    var stored = ledger.reads().versions(session, List.of());
    var fresh = stored.stream().filter(v -> v.version() == version).findFirst().orElseThrow();
    var visible =
        stored.stream()
            .filter(v -> v.stage() == VersionStage.VISIBLE && v.version() != version)
            .findFirst();
    return visible.isEmpty()
        ? Optional.empty()
        : Optional.of(compare(fresh, visible.get(), sample));
  }

  private ModelDiff compare(StoredVersion fresh, StoredVersion visible, int sample)
      throws SQLException {
    var keys = new LinkedHashSet<String>();
    keys.addAll(someKeys(fresh, sample));
    keys.addAll(someKeys(visible, sample));
    var columns = commonColumns(fresh, visible);
    var ours = rows(fresh, columns, keys);
    var theirs = rows(visible, columns, keys);
    int moved = 0;
    var differing = new ArrayList<ModelDiff.KeyDiff>();
    for (var key : keys) {
      var our = ours.get(key);
      if (our != null && isBehind(our, visible)) {
        moved++;
        continue;
      }
      var fields = difference(our, theirs.get(key), columns, fresh, visible);
      if (!fields.isEmpty()) {
        differing.add(new ModelDiff.KeyDiff(key, fields));
      }
    }
    return new ModelDiff(visible.version(), keys.size(), moved, differing);
  }

  /** Chooses random keys of one version, about half as many as the sample has. */
  private List<String> someKeys(StoredVersion version, int sample) throws SQLException {
    long rows = version.partitions().stream().mapToLong(StoredPartition::rows).sum();
    double percent = rows == 0 ? 100 : Math.min(100, 100.0 * sample / 2 / rows);
    // BERNOULLI draws single rows, but reads the whole table. SYSTEM draws whole pages, and reads
    // only these. In a table of many rows, this is random enough.
    var method = rows > MANY_ROWS ? "SYSTEM" : "BERNOULLI";
    var keys = new ArrayList<String>();
    try (var query =
        session.prepareStatement(
            "SELECT key FROM %s TABLESAMPLE %s (?)"
                .formatted(catalog.table(session, version.version()).name(), method))) {
      query.setDouble(1, percent);
      var found = query.executeQuery();
      while (found.next()) {
        keys.add(found.getString(1));
      }
    }
    return keys;
  }

  private List<ModelTable.TableColumn> commonColumns(StoredVersion fresh, StoredVersion visible)
      throws SQLException {
    var columns = new ArrayList<>(catalog.table(session, fresh.version()).visible());
    columns.retainAll(catalog.table(session, visible.version()).visible());
    columns.removeIf(c -> Set.of("key", "last_offset", "source_partition").contains(c.name()));
    return columns;
  }

  private Map<String, SampledRow> rows(
      StoredVersion version, List<ModelTable.TableColumn> columns, Set<String> keys)
      throws SQLException {
    var selected = new StringBuilder("key, source_partition, last_offset");
    columns.forEach(c -> selected.append(", ").append(ModelTable.quote(c.name())).append("::text"));
    var rows = new HashMap<String, SampledRow>();
    try (var query =
        session.prepareStatement(
            "SELECT %s FROM %s WHERE key = ANY (?)"
                .formatted(selected, catalog.table(session, version.version()).name()))) {
      query.setArray(1, session.createArrayOf("text", keys.toArray()));
      var found = query.executeQuery();
      while (found.next()) {
        var values = new HashMap<String, @Nullable String>();
        for (int i = 0; i < columns.size(); i++) {
          values.put(columns.get(i).name(), found.getString(i + 4));
        }
        rows.put(found.getString(1), new SampledRow(found.getInt(2), found.getLong(3), values));
      }
    }
    return rows;
  }

  /**
   * Returns whether the last event in the row is one that the visible version has not applied yet.
   */
  private static boolean isBehind(SampledRow row, StoredVersion visible) {
    return visible.partitions().stream()
        .anyMatch(p -> p.partition() == row.partition() && row.lastOffset() >= p.position());
  }

  private static List<String> difference(
      @Nullable SampledRow our,
      @Nullable SampledRow their,
      List<ModelTable.TableColumn> columns,
      StoredVersion fresh,
      StoredVersion visible) {
    if (our == null || their == null) {
      var missing = our == null ? fresh : visible;
      return our == null && their == null
          ? List.of()
          : List.of("missing in version " + missing.version());
    }
    var fields = new TreeSet<String>();
    for (var column : columns) {
      var one = our.values().get(column.name());
      var other = their.values().get(column.name());
      if (!Objects.equals(one, other)) {
        fields.addAll(fields(column, one, other));
      }
    }
    return List.copyOf(fields);
  }

  private static Set<String> fields(
      ModelTable.TableColumn column, @Nullable String one, @Nullable String other) {
    var whole = Set.of(column.name());
    if (!column.type().equals(ColumnType.JSONB.postgres()) || one == null || other == null) {
      return whole;
    }
    var a = json(one);
    var b = json(other);
    if (!a.isObject() || !b.isObject()) {
      return whole;
    }
    var names = new TreeSet<String>();
    a.fieldNames().forEachRemaining(names::add);
    b.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> Objects.equals(a.get(name), b.get(name)));
    var fields = new TreeSet<String>();
    names.forEach(name -> fields.add(column.name() + "." + name));
    return fields;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL returned a jsonb value that is not JSON", e);
    }
  }
}
