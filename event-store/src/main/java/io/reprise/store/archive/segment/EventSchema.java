package io.reprise.store.archive.segment;

/**
 * The Avro schema with which the archive stores each record. If this schema changes, the archive
 * format needs a new version.
 */
public final class EventSchema {
  public static final String JSON =
      """
      {"type":"record","name":"Event","namespace":"io.reprise.archive","fields":[\
      {"name":"offset","type":"long"},\
      {"name":"timestamp","type":"long"},\
      {"name":"timestampType","type":{"type":"enum","name":"TimestampType","symbols":["NONE","CREATE_TIME","LOG_APPEND_TIME"]}},\
      {"name":"leaderEpoch","type":["null","int"]},\
      {"name":"key","type":["null","bytes"]},\
      {"name":"value","type":["null","bytes"]},\
      {"name":"headers","type":{"type":"array","items":{"type":"record","name":"Header","fields":[\
      {"name":"key","type":"string"},{"name":"value","type":["null","bytes"]}]}}}]}\
      """;

  /** Size in bytes of the sync marker that follows each block. */
  public static final int SYNC_BYTES = 16;

  private EventSchema() {}
}
