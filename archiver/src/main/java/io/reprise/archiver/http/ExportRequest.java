package io.reprise.archiver.http;

import io.javalin.http.Context;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.snapshot.SnapshotTopic;
import org.jspecify.annotations.Nullable;

/**
 * Names a snapshot topic.
 *
 * @param topic the source
 * @param reducer its name
 * @param version of the reducer; 1 when left out
 */
record ExportRequest(String topic, String reducer, Integer version) {
  ExportRequest(@Nullable String topic, @Nullable String reducer, @Nullable Integer version) {
    this.topic = RequestValues.required("topic", topic);
    this.reducer = RequestValues.required("reducer", reducer);
    this.version = version == null ? 1 : version;
  }

  /** From a query: {@code ?topic=&reducer=&version=}. */
  static ExportRequest of(Context ctx) {
    return new ExportRequest(
        RequestValues.topic(ctx),
        ctx.queryParam("reducer"),
        RequestValues.number(ctx, "version", 1).intValue());
  }

  SnapshotTopic snapshots() {
    return new SnapshotTopic(topic, new ReducerId(reducer, version));
  }
}
