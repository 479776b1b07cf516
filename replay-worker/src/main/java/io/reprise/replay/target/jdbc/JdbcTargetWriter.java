package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one shard under one lease. Has a database session only from the first row of a
 * slice until the slice commits. Confined to the thread of the shard.
 */
final class JdbcTargetWriter implements TargetWriter {
  private final String shard;
  private final long epoch;
  private final DatabaseSessions sessions;
  private final LeaseTable leases;
  private final List<FilledColumn> columns;
  private final RowBatch batch;
  private final EventData data;
  private Map<Long, String> refused = new LinkedHashMap<>();
  private @Nullable Connection session;

  JdbcTargetWriter(
      DeliveryContext delivery,
      DatabaseSessions sessions,
      LeaseTable leases,
      RowTable table,
      List<FilledColumn> columns,
      EventData data) {
    this.shard = delivery.replay() + "/" + delivery.shard();
    this.epoch = delivery.leaseEpoch();
    this.sessions = sessions;
    this.leases = leases;
    this.columns = columns;
    this.data = data;
    this.batch = new RowBatch(table.write(columns), columns);
  }

  @Override
  public Optional<TargetProgress> takeLease(TargetProgress claimed, boolean hasDelivered) {
    return Optional.of(
        sessions.once(open -> leases.take(open, shard, epoch, claimed, hasDelivered)));
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    var values = new @Nullable Object[columns.size()];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = columns.get(i).of(record, data);
      }
    } catch (UnfitFieldException e) {
      return new DeliveryResult.Refused(String.valueOf(e.getMessage()));
    }
    batch.add(record.offset(), values, record.serializedKeySize() + record.serializedValueSize());
    if (batch.isFull()) {
      flush();
    }
    return DeliveryResult.PENDING;
  }

  @Override
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    try {
      batch.write(open(), refused);
    } catch (SQLException e) {
      throw sessions.errors().of(e);
    }
  }

  @Override
  public Map<Long, String> refused() {
    var result = refused;
    refused = new LinkedHashMap<>();
    return result;
  }

  @Override
  public void commit(Supplier<TargetProgress> reached) {
    var open = open();
    try {
      leases.advance(open, shard, epoch, reached.get());
      open.commit();
    } catch (SQLException e) {
      throw sessions.errors().of(e);
    } finally {
      close();
    }
  }

  private Connection open() {
    var open = session;
    if (open == null) {
      open = sessions.begin();
      session = open;
    }
    return open;
  }

  /** Rolls back the open transaction, if there is one. */
  @Override
  public void close() {
    var open = session;
    session = null;
    if (open != null) {
      DatabaseSessions.drop(open);
    }
  }
}
