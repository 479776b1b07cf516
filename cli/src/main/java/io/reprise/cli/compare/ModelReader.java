package io.reprise.cli.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.compare.match.Entry;
import io.reprise.cli.compare.match.Side;
import io.reprise.cli.events.StoredEvent;
import io.reprise.rehydrate.postgres.ModelRows;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a read model. A row is a record with the row's key, the row's columns as its
 * value, its place in the order of the keys as its offset, and no time. Confined to one thread; the
 * caller closes it.
 */
final class ModelReader implements SideReader {
  /** Keeps all digits of a number: as doubles, two different numbers could be equal. */
  private static final ObjectReader EXACT =
      Json.json().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Side side;
  private final String name;
  private final ModelRows rows;
  private final SideCounts counts = new SideCounts();
  private long done;

  /**
   * @param name the model as the operator has written it, such as {@code model:users@3}
   * @param rows is closed by this object
   */
  ModelReader(Side side, String name, ModelRows rows) {
    this.side = side;
    this.name = name;
    this.rows = rows;
  }

  @Override
  public long size() {
    return rows.count();
  }

  @Override
  public long done() {
    return done;
  }

  @Override
  public SideCounts counts() {
    return counts;
  }

  @Override
  public boolean read(
      RecordFingerprints fingerprints,
      Consumer<Entry> entries,
      BooleanSupplier isStopped,
      LongConsumer progress) {
    rows.read(
        row -> {
          if (isStopped.getAsBoolean()) {
            return false;
          }
          entries.accept(fingerprints.of(side, name, event(row, done), counts));
          progress.accept(++done);
          return true;
        });
    return done == rows.count();
  }

  private static StoredEvent event(ModelRows.Row row, long place) {
    var json =
        Json.json()
            .createObjectNode()
            .put("offset", place)
            .put("timestamp", Instant.EPOCH.toString())
            .put("key", row.key());
    try {
      json.set("value", EXACT.readTree(row.json()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL returned a jsonb value that is not JSON", e);
    }
    return StoredEvent.of(0, json);
  }

  @Override
  public @Nullable StoredEvent record(Entry entry) {
    return rows.at(entry.offset()).map(row -> event(row, entry.offset())).orElse(null);
  }

  @Override
  public ObjectNode json() {
    return Json.json()
        .createObjectNode()
        .put("model", name)
        .put("records", counts.records())
        .put("undecoded", counts.undecoded())
        .put("hidden", counts.hidden());
  }

  @Override
  public void close() {
    rows.close();
  }
}
