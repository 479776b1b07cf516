package io.reprise.replay.http;

/**
 * One worker as it is now.
 *
 * @param coordinator whether it is the one that decides commands
 * @param slots how many slots there are, of which it holds {@code slotsHeld}
 * @param protocol the group protocol its membership uses, {@code consumer} or {@code classic}
 * @param sessionMillis how long it may be silent before its slots move
 * @param workers how many workers share the slots
 */
public record WorkerView(
    String name,
    boolean coordinator,
    int slots,
    int slotsHeld,
    int shardsRunning,
    String protocol,
    long sessionMillis,
    int workers) {}
