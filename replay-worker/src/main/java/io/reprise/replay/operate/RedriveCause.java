package io.reprise.replay.operate;

/**
 * The dead letters of a redrive's range that came from one topic and have one cause.
 *
 * @param fingerprint fingerprint of the cause, by which a redrive selects it
 * @param cause the cause without values of records: the class of an exception and its first frame
 * @param origin the topic from which the records came
 * @param records how many records of the range have this origin and cause
 * @param selected how many of them the redrive delivers. The others came from another topic than
 *     the target's, do not pass the filter, or were redriven before
 */
public record RedriveCause(
    String fingerprint, String cause, String origin, long records, long selected) {}
