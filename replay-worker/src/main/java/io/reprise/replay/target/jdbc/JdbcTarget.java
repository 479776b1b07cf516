package io.reprise.replay.target.jdbc;

import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.select.NoRegistryException;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.runtime.json.Suggestion;
import io.reprise.schemas.registry.RegisteredSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * Writes each record as a row of a table in PostgreSQL or MariaDB. The rows of a slice and the
 * progress of the shard are one transaction of the database. Each record is therefore in the table
 * exactly once, whatever becomes of the worker and of the progress in Kafka.
 */
public final class JdbcTarget implements ReplayTarget {
  private final String name;
  private final String user;
  private final SqlDialect dialect;
  private final RowTable table;
  private final LeaseTable leases;
  private final DatabaseSessions sessions;
  private final EventSchemas schemas;

  /**
   * Creates the target without connecting to the database.
   *
   * @param schemas find the schemas of events, for columns that a field of the data fills
   * @param session the session timeout of the workers' group, below which the database ends the
   *     transactions of a worker that has stopped
   */
  public JdbcTarget(String name, TargetConfig.Jdbc config, EventSchemas schemas, Duration session) {
    this.schemas = schemas;
    this.name = name;
    this.user = config.user();
    var fields = new TreeMap<String, RecordField>();
    config.columns().forEach((column, field) -> fields.put(column, RecordField.of(field)));
    this.dialect = SqlDialect.of(config.url());
    this.table = new RowTable(config.table(), fields, config.keyColumns(), dialect);
    this.leases = new LeaseTable(config.leaseTable(), dialect);
    this.sessions = new DatabaseSessions(name, config, dialect, session);
  }

  /**
   * Checks that the database answers and that rows and leases can be written. Changes nothing.
   *
   * @throws TargetRefusedException when a table, a column or a right is missing, or when a column
   *     cannot hold its field
   * @throws io.reprise.replay.target.TargetUnavailableException when the database does not answer;
   *     a retry is safe
   * @throws io.reprise.replay.target.TargetLoginException when the database refuses the user
   */
  @Override
  public TargetFacts facts() {
    var unused = check();
    return TargetFacts.notATopic(name, promise());
  }

  private String promise() {
    return table.keys().isEmpty()
        ? "each record exactly once in table " + table.name()
        : "each record's row by %s in table %s, as if written exactly once"
            .formatted(String.join(", ", table.keys()), table.name());
  }

  /**
   * Refuses to replace rows in an order that is not that of their keys, and columns that a field of
   * the topic's latest schema does not fit. Without a schema, each record decides.
   */
  @Override
  public void requireAccepts(String topic, Ordering ordering) {
    requireOrder(ordering);
    if (readsData()) {
      latest(topic)
          .ifPresent(
              schema ->
                  requireFits("the latest schema of topic '%s'".formatted(topic), schema.schema()));
    }
  }

  @Override
  public void requireAccepts(String topic, Ordering ordering, int writtenSchema) {
    requireOrder(ordering);
    if (readsData()) {
      requireFits(
          "schema %d of the changed data".formatted(writtenSchema), schemas.byId(writtenSchema));
    }
  }

  private SqlNames names() {
    return dialect.names();
  }

  private boolean readsData() {
    return table.fields().values().stream().anyMatch(RecordField::isData);
  }

  private void requireOrder(Ordering ordering) {
    if (ordering == Ordering.UNORDERED && !table.keys().isEmpty()) {
      throw new TargetRefusedException(
          "target '%s' replaces rows (mode UPSERT), and with the ordering UNORDERED an older record could replace the row of a newer one: use the ordering PARTITION or KEY"
              .formatted(name));
    }
  }

  private Optional<RegisteredSchema> latest(String topic) {
    try {
      return schemas.latest(topic);
    } catch (NoRegistryException e) {
      throw new TargetRefusedException(
          "the columns of target '%s' read data, and the configuration of this worker names no schema registry: set registry in the configuration of every worker"
              .formatted(name),
          e);
    }
  }

  /**
   * @param what the schema in words, for messages
   */
  private void requireFits(String what, Schema schema) {
    for (var column : check()) {
      if (column.path().length > 0) {
        var field =
            AvroFields.find(schema, column.path()).orElseThrow(() -> unknown(column, what, schema));
        var type = AvroFields.type(field);
        if (!column.holds(type)) {
          throw new TargetRefusedException(
              "the columns of target '%s' do not fit %s: %s; change the type of the column, or fill it from another field"
                  .formatted(name, what, column.unfit(type)));
        }
      }
    }
  }

  private TargetRefusedException unknown(FilledColumn column, String what, Schema schema) {
    var known = AvroFields.names(schema);
    return new TargetRefusedException(
        "column '%s' of target '%s' is filled from %s, which %s does not have%s"
            .formatted(
                column.name(),
                name,
                column.field().name(),
                what,
                Suggestion.among(column.path()[0], known)));
  }

  private List<FilledColumn> check() {
    return sessions.once(
        session -> {
          var columns = checkRows(session);
          checkLeases(session);
          return columns;
        });
  }

  private List<FilledColumn> checkRows(Connection session) throws SQLException {
    try {
      return table.check(session);
    } catch (SQLException e) {
      throw refusedOr(
          e,
          "create the table, or correct the target's table",
          "GRANT SELECT, INSERT%s ON %s"
              .formatted(table.keys().isEmpty() ? "" : ", UPDATE", names().table(table.name())),
          table.name());
    }
  }

  private void checkLeases(Connection session) throws SQLException {
    try {
      leases.check(session);
    } catch (SQLException e) {
      throw refusedOr(
          e,
          leases.definition(),
          "GRANT SELECT, INSERT, UPDATE ON " + names().table(leases.name()),
          leases.name());
    }
  }

  /** Returns the refusal for a table or a right that is missing; throws any other error again. */
  private TargetRefusedException refusedOr(
      SQLException e, String remedy, String grant, String missing) throws SQLException {
    return switch (SqlErrors.state(e)) {
      case SqlErrors.NO_TABLE ->
          new TargetRefusedException(
              "the database of target '%s' has no table %s: %s".formatted(name, missing, remedy),
              e);
      case SqlErrors.NO_RIGHT ->
          new TargetRefusedException(
              "the database of target '%s' does not let user %s write table %s: %s TO %s"
                  .formatted(name, user, missing, grant, names().column(user)),
              e);
      case SqlErrors.NO_UNIQUE_INDEX ->
          new TargetRefusedException(
              "table %s of target '%s' has no unique index on its key columns: CREATE UNIQUE INDEX ON %s (%s)"
                  .formatted(missing, name, names().table(missing), names().columns(table.keys())),
              e);
      default -> throw e;
    };
  }

  @Override
  public boolean keepsProgress() {
    return true;
  }

  /** As {@link ReplayTarget#open}. Makes the same checks as {@link #facts}. */
  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    return new JdbcTargetWriter(delivery, sessions, leases, table, check(), new EventData(schemas));
  }

  @Override
  public void close() {
    sessions.close();
  }
}
