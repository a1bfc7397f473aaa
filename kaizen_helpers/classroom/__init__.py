"""What happens in the room: the timetable, and handing in."""
