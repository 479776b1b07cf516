package io.reprise.replay.state;

/**
 * A command that the coordinator has decided: who sent it, and with which event the coordinator
 * answered.
 *
 * @param id the command's id
 * @param by the operator who sent the command
 * @param event the name of the event's type, such as {@code Started}
 */
public record DecidedCommand(String id, String by, String event) {}
