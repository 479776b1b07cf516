package io.reprise.rehydrate.project;

import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.fold.Provenance;
import io.reprise.store.fold.SchemaLookup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Stores a state, decoded from Avro, as plain JSON in one column {@code state}. */
public final class JsonProjection implements Projection {
  private static final List<ProjectedColumn> COLUMNS =
      List.of(new ProjectedColumn("state", ColumnType.JSONB));

  private final SchemaLookup schemas;
  private final @Nullable Schema stateSchema;

  /** Creates a projection for states in Confluent's wire format, which begins with a schema id. */
  public JsonProjection(SchemaLookup schemas) {
    this(schemas, null);
  }

  /**
   * Creates a projection.
   *
   * @param stateSchema the schema of all states, as declared by the reducer; null if each state
   *     begins with a schema id
   */
  public JsonProjection(SchemaLookup schemas, @Nullable Schema stateSchema) {
    this.schemas = schemas;
    this.stateSchema = stateSchema;
  }

  @Override
  public String id() {
    return "json.v1";
  }

  @Override
  public List<ProjectedColumn> columns() {
    return COLUMNS;
  }

  @Override
  public void project(byte[] key, byte[] state, Provenance provenance, ColumnWriter row) {
    var json =
        stateSchema == null
            ? AvroJson.decode(state, WireFormat.PREFIX_BYTES, schemas.byId(schemaId(state)))
            : AvroJson.decode(state, 0, stateSchema);
    row.json(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static int schemaId(byte[] state) {
    return WireFormat.schemaId(state)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "its state does not begin with a schema id: use BytesProjection, or a"
                        + " projection of your own"));
  }
}
