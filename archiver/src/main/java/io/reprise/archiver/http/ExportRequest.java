package io.reprise.archiver.http;

import io.javalin.http.Context;
import io.reprise.runtime.http.RequestParameters;
import io.reprise.runtime.http.RequiredField;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.snapshot.SnapshotTopic;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request to export the snapshots of one snapshot topic, or to list the
 * generations of that topic.
 *
 * @param topic the source topic
 * @param reducer name of the reducer
 * @param version version of the reducer; 1 when left out
 */
record ExportRequest(String topic, String reducer, Integer version) {
  ExportRequest(@Nullable String topic, @Nullable String reducer, @Nullable Integer version) {
    this.topic = RequiredField.text("topic", topic);
    this.reducer = RequiredField.text("reducer", reducer);
    this.version = version == null ? 1 : version;
  }

  /**
   * Reads the request from the query parameters {@code topic}, {@code reducer} and {@code version}.
   */
  static ExportRequest of(Context ctx) {
    return new ExportRequest(
        RequestParameters.requiredText(ctx, "topic"),
        ctx.queryParam("reducer"),
        RequestParameters.intNumber(ctx, "version", 0, 1));
  }

  SnapshotTopic snapshots() {
    return new SnapshotTopic(topic, new ReducerId(reducer, version));
  }
}
