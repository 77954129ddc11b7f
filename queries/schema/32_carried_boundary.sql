-- The outlines and links of areas, of a version that has them.
insert into boundary by name from previous.boundary;
insert into area_link by name from previous.area_link;
