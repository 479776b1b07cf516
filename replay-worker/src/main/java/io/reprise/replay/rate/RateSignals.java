package io.reprise.replay.rate;

import io.reprise.replay.target.TargetLoad;
import java.time.Duration;
import java.util.List;

/**
 * What a shard knows of the systems that its delivery burdens.
 *
 * @param load the requests to the target since its writer was opened
 * @param sliceTime how long the target and the brokers took to take the last slice; zero if there
 *     was none
 * @param throttled by how long a broker has delayed the shard's records in the last seconds because
 *     of a quota; zero if it has not
 * @param lags the lags of the groups that the replay names
 * @param shards the number of shards that the replay delivers at the same time, at least 1
 * @param delivered the records that the shard has delivered under its lease
 */
public record RateSignals(
    TargetLoad load,
    Duration sliceTime,
    Duration throttled,
    List<GroupLag> lags,
    int shards,
    long delivered) {}
