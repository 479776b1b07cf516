package io.reprise.replay.target.http;

/**
 * A record that is to be sent, in one or more attempts.
 *
 * @param offset the record's offset in its partition
 * @param id the id of the record among all records of its replay, without a full stop: the header
 *     {@code webhook-id}
 * @param idempotencyKey the same in all attempts, leases and attempts of the replay
 * @param body what the requests say about the record
 */
record Call(long offset, String id, String idempotencyKey, RequestBody body) {}
